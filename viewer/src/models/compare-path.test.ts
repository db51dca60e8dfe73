import { expect, it } from "vitest";
import { readRunName, readRunPath, toComparePath } from "./compare-path.ts";
import { toRunPath } from "./run-path.ts";

const A = { agentId: "5f1d0c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10", runId: "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10" };
const B = { agentId: A.agentId, runId: "77b20c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10" };

it("the address of a comparison names both runs and a step, and is read as it was written", () => {
  const url = new URL(toComparePath(A, B, "b:12 &?"), "http://localhost");
  expect(url.pathname).toBe("/compare");
  expect([readRunName(url.searchParams.get("a") ?? ""), readRunName(url.searchParams.get("b") ?? "")]).toEqual([A, B]);
  expect(url.searchParams.get("step")).toBe("b:12 &?");
});

it("a run is read out of the address of its page, and out of no other", () => {
  expect([readRunPath(toRunPath(A)), readRunPath(`/tools/runline${toRunPath(A)}`)]).toEqual([A, A]);
  for (const path of ["/", `/${A.agentId}`, `/rooms/${A.runId}`, "/x/runs/y"])
    expect(readRunPath(path)).toBeUndefined();
  expect([readRunName(undefined), readRunName(A.runId), readRunName(`${A.agentId}/${A.runId}/x`)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
