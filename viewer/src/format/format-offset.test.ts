import { expect, it } from "vitest";
import { formatOffset } from "./format-offset.ts";

it.each([
  [0, "+0 ms"],
  [1_500, "+1.50 s"],
  [-120, "−120 ms"],
])("writes %d ms from the beginning of the run as %s", (offsetMs, text) => {
  expect(formatOffset(offsetMs)).toBe(text);
});
