import { expect, it } from "vitest";
import { listLeftOut } from "./list-left-out.ts";

const toIds = (count: number) =>
  Array.from({ length: count }, (_, index) => `${String(100 + index)}f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10`).join(",");

it.each<[string, Record<string, string>, string[]]>([
  ["a word that is none of those expected", { status: "fine", sort: "cost" }, ["status “fine”"]],
  [
    "what is malformed, its beginning",
    { room: "nobody".repeat(20) },
    ["room “nobodynobodynobodynobodynobodynobodynob…”"],
  ],
  [
    "what is no id or word of a list, however long, by its beginning without half a character",
    { status: "x".repeat(1_100), room: `${"y".repeat(38)}😀😀` },
    [`room “${"y".repeat(38)}…”`, `status “${"x".repeat(39)}…”`],
  ],
  ["a time that is later than any", { from: "9".repeat(15), to: "5" }, [`from “${"9".repeat(15)}”`]],
  ["no agent where there is a comma too many", { agent: `${toIds(1)},` }, []],
  ["a range that ends before it begins", { from: "9", to: "1" }, ["from “9”", "to “1”"]],
  [
    "a text that is too long",
    { text: "x".repeat(1_100) },
    ["text of 1,100 characters, where at most 1,024 can be looked for"],
  ],
  ["agents that are too many, or no ids", { agent: `${toIds(150)},me` }, ["51 of 151 agents"]],
  ["nothing of what is read", { agent: toIds(100), text: "x".repeat(1_024), range: "1h", to: "5", other: "1" }, []],
])("of an address tells %s", (_, query, leftOut) => {
  expect(listLeftOut(query)).toEqual(leftOut);
});
