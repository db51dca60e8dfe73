import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toTraceKey, toUuid, toUuidV5 } from "./uuid.ts";

describe("toUuid", () => {
  test("keeps a UUID, in lower case", () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(toUuid(uuid.toUpperCase())).toBe(uuid);
      }),
    );
  });

  test("makes a UUIDv5 of anything else, the same for the same text and another for another", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(toUuid(a)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(toUuid(a)).toBe(toUuid(a));
        expect(toUuid(a) === toUuid(b)).toBe(a === b);
      }),
    );
  });

  test("never changes what it makes of a name: the ids are in people's databases and addresses", () => {
    expect(toUuidV5("/weather-agent")).toMatchInlineSnapshot(`"6d3f8832-34b8-56d0-b2ef-8293adff3bcb"`);
    expect(toUuid("thread-7")).toMatchInlineSnapshot(`"a1a518ea-5e0c-51e4-8842-1348a23f63d5"`);
  });

  test("gives the same when so many names were seen that the remembered ones are forgotten", () => {
    const before = toUuidV5("first");
    for (let index = 0; index < 10_001; index++) toUuidV5(`name ${index}`);
    expect(toUuidV5("first")).toBe(before);
  });
});

test("toTraceKey puts dashes into a trace id", () => {
  expect(toTraceKey("0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10")).toBe("0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10");
});
