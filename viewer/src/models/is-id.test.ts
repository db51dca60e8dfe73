import { expect, it } from "vitest";
import { isId } from "./is-id.ts";

it.each([
  ["0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10", true],
  ["0A4F3C1E7B1D4A4E9F0E3D1C5B2A7F10", true],
  ["b7ad6b7169203331", true],
  ["b7ad6b716920333", false],
  ["book a table", false],
  ["", false],
])("knows an id by its form: %s", (text, expected) => expect(isId(text)).toBe(expected));
