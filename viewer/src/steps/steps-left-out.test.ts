import { expect, it } from "vitest";
import { stepsLeftOut } from "./steps-left-out.ts";

const ID = "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";

it.each<[string, Record<string, string>, string[]]>([
  ["what is malformed", { kind: "run", before: "soon", sort: "cost" }, ["sort “cost”", "kind “run”", "before “soon”"]],
  [
    "what steps are not narrowed by, however long",
    { text: "x".repeat(1_100), status: "error" },
    ["status “error”", `text “${"x".repeat(39)}…”`],
  ],
  [
    "a name that is too long",
    { name: "x".repeat(1_100) },
    ["name of 1,100 characters, where at most 1,024 can be looked for"],
  ],
  ["agents that are too many", { agent: Array.from({ length: 150 }, () => ID).join(",") }, ["50 of 150 agents"]],
  ["nothing of what is shown", { kind: "action", name: "REPLY", sort: "start", by: "p95", range: "1h", to: "5" }, []],
])("of an address of steps tells %s", (_, query, leftOut) => {
  expect(stepsLeftOut(query)).toEqual(leftOut);
});
