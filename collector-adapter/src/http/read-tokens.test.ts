import { expect, test } from "vitest";
import { readTokens } from "./read-tokens.ts";

test.each([
  "Bearer s3cr3t",
  "bearer  s3cr3t",
  "BEARER s3cr3t ",
  "Bearer%20s3cr3t",
  "bearer%20%20s3cr3t",
  '"Bearer s3cr3t"',
  "authorization=Bearer s3cr3t",
  "Authorization: Bearer s3cr3t",
  "authorization=Bearer%20s3cr3t",
  "Authorization%3DBearer%20s3cr3t",
])("reads the token of %s", (header) => {
  expect(readTokens(header)).toContain("s3cr3t");
});

test("takes a percent sign of the token for itself as well", () => {
  expect(readTokens("Bearer a%20b")).toEqual(["a%20b", "a b"]);
  expect(readTokens("Bearer 100%")).toEqual(["100%", "100%"]);
});

test.each(["", "Bearer", "Bearer ", "Basic eDpz", "s3cr3t", "Digest Bearer s3cr3t"])(
  "reads no token of %j",
  (header) => {
    expect(readTokens(header)).toEqual([]);
  },
);
