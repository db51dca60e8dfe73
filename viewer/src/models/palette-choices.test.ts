import type { AgentSummary } from "@runline/contract";
import { expect, it } from "vitest";
import { toPaletteChoices, type PaletteSetting } from "./palette-choices.ts";

const AGENT: AgentSummary = { agentId: "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10", name: "Guide", lastSeenAt: 0, runs: 1 };
const ROOMS = ["#harbour", "#kitchen"].map((name, index) => ({ roomId: `room-${index}`, name }));
const DARK: PaletteSetting = { kind: "setting", words: "Theme: dark", apply: () => {} };

function choose(text: string, settings: readonly PaletteSetting[] = []) {
  const choices = toPaletteChoices({ text, agents: [AGENT], names: new Map(), runs: [], rooms: ROOMS, settings });
  return choices.map((choice) => ({ ...choice, path: "path" in choice ? choice.path : undefined }));
}

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

it("offers the rooms of the name, and what can be set", () => {
  expect(choose("Harb").filter(({ kind }) => kind === "room")).toEqual([
    { kind: "room", words: "#harbour", path: "/rooms/room-0" },
  ]);
  expect(choose("dark", [DARK]).at(-1)?.words).toBe("Theme: dark");
  expect(choose("", [DARK]).at(-1)?.words).toBe("Theme: dark");
  expect(choose("harb", [DARK]).map(({ kind }) => kind)).not.toContain("setting");
});
