import * as fc from "fast-check";
import { safeParse } from "valibot";
import { expect, it } from "vitest";
import { ListRunsParams } from "./params.ts";
import { readUuid } from "./uuid.ts";

it("a UUID in either case is one id", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.mixedCase(fc.uuid()), (id, mixed) => {
      expect(readUuid(id)).toBe(id);
      expect(readUuid(mixed)).toBe(mixed.toLowerCase());
    }),
  );
});

it("a trace id with dashes is an id, whatever version its digits name", () => {
  expect(readUuid("4bf92f35-77b3-fda6-03ce-929d0e0e4736")).toBe("4bf92f35-77b3-fda6-03ce-929d0e0e4736");
});

it.each([
  undefined,
  "",
  "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f1",
  "0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10",
  "{0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10}",
  "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10\n",
  "0a4f3c1g-7b1d-4a4e-9f0e-3d1c5b2a7f10",
])("anything else is not an id (%j)", (text) => {
  expect(readUuid(text)).toBeUndefined();
});

it("the parameters of the API take the same ids", () => {
  const almostUuid = fc
    .tuple(fc.uuid(), fc.nat(36), fc.constantFrom("", "-", "f", "F", "g", " "))
    .map(([id, at, text]) => id.slice(0, at) + text + id.slice(at + 1));
  fc.assert(
    fc.property(fc.oneof(almostUuid, fc.mixedCase(fc.uuid())), (text) => {
      expect(safeParse(ListRunsParams, { roomId: text }).success).toBe(readUuid(text) !== undefined);
    }),
  );
});
