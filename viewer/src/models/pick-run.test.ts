import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import { toComparePath, type RunName } from "./compare-path.ts";
import { pickRun } from "./pick-run.ts";

const A = { agentId: "5f1d0c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10", runId: "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10" };
const B = { agentId: A.agentId, runId: "77b20c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10" };

it("picks a run, compares it with another one, and picks no longer what is picked twice", () => {
  const picked = signal<RunName | undefined>(undefined);
  expect([pickRun(picked, A), picked.value]).toEqual([undefined, A]);
  expect([pickRun(picked, { ...A }), picked.value]).toEqual([undefined, undefined]);
  pickRun(picked, A);
  expect([pickRun(picked, B), picked.value]).toEqual([toComparePath(A, B), undefined]);
});
