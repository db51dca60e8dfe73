// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { createKeyReader } from "./create-key-reader.ts";

function press(key: string, timeStamp: number): KeyboardEvent {
  return Object.defineProperty(new KeyboardEvent("keydown", { key }), "timeStamp", { value: timeStamp });
}

it("a g begins a key of two characters for a second, and is forgotten then", () => {
  const read = createKeyReader();
  expect([read(press("g", 0)), read(press("r", 900))]).toEqual([undefined, "gr"]);
  expect([read(press("g", 2_000)), read(press("r", 3_001))]).toEqual([undefined, "r"]);
});
