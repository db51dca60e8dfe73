import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toRowId } from "./row-id.ts";

const HEX_DIGITS = Array.from({ length: 16 }, (_, digit) => digit.toString(16));
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...HEX_DIGITS), minLength: length, maxLength: length });
const moment = fc.constantFrom("start" as const, "end" as const);

describe("toRowId", () => {
  test("is a UUIDv8", () => {
    fc.assert(
      fc.property(hex(32), hex(16), moment, (traceId, spanId, at) => {
        expect(toRowId(traceId, spanId, at)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
    );
  });

  test("differs when the span or the moment differs, and is the same otherwise", () => {
    fc.assert(
      fc.property(hex(32), hex(16), hex(16), moment, moment, (traceId, a, b, atA, atB) => {
        const isSame = a === b && atA === atB;
        expect(toRowId(traceId, a, atA) === toRowId(traceId, b, atB)).toBe(isSame);
      }),
    );
  });

  test("differs for the same span id in two traces", () => {
    const spanId = "b7ad6b7169203331";
    expect(toRowId("0".repeat(31) + "1", spanId, "end")).not.toBe(toRowId("0".repeat(31) + "2", spanId, "end"));
  });
});
