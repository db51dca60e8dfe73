import type { AgentSummary } from "@runline/contract";
import { expect, it } from "vitest";
import { toPaletteChoices } from "./palette-choices.ts";

const AGENT: AgentSummary = { agentId: "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10", name: "Guide", lastSeenAt: 0, runs: 1 };
const choose = (text: string) => toPaletteChoices({ text, agents: [AGENT], names: new Map(), runs: [] });

it("leads to an id and nowhere else when one is given", () => {
  expect(choose(" b7ad6b7169203331 ")).toEqual([
    { kind: "id", words: "Go to b7ad6b7169203331", path: "/go/b7ad6b7169203331" },
  ]);
});

it("offers agents and pages before anything is typed", () => {
  expect(choose("").map(({ path }) => path)).toEqual([
    `/${AGENT.agentId}`,
    "/",
    "/?group=cause",
    "/steps?range=1h&kind=model_call",
    "/rooms",
    "/traces",
  ]);
});

it("offers agents of the name, and the runs with the text, action or model", () => {
  const paths = choose("gui").map(({ path }) => path);
  expect(paths).toEqual([`/${AGENT.agentId}`, "/?text=gui", "/?action=gui", "/?model=gui"]);
  expect(choose("fail").at(-1)?.path).toBe("/?group=cause");
});
