import { describe, expect, test } from "vitest";
import { checkJsonShape } from "./check-json-shape.ts";

const MIB = 1024 * 1024;

/** `before`, then `unit` again and again up to 64 MiB, then `after`. */
function fill(before: string, unit: string, after = ""): Buffer {
  return Buffer.concat([Buffer.from(before), Buffer.alloc(64 * MIB, unit), Buffer.from(after)]);
}

describe("JSON of 64 MiB", () => {
  test.each([
    ["empty objects", fill('{"resourceSpans":[{}', ",{}", "]}")],
    ["empty lists", fill('{"x":[[]', ",[]", "]}")],
    ["the same member", fill('{"a":1', ',"a":1', "}")],
    ["lists in each other", fill('{"x":', "[")],
    ["objects in each other", fill('{"x":', '{"a":')],
  ])("of %s is refused before it is parsed", (_, body) => {
    expect(() => checkJsonShape(body)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
  });

  test.each([
    ["one text of brackets", fill('{"a":"', "[{,:", '"}')],
    ["one text with quotes in it", fill('{"a":"', '\\"[', '"}')],
    ["blanks", fill("{", " ", "}")],
    [
      "attributes",
      fill('{"attributes":[', '{"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o-mini"}},', "]}"),
    ],
  ])("of %s is not", (_, body) => {
    expect(checkJsonShape(body)).toBeUndefined();
  });
});
