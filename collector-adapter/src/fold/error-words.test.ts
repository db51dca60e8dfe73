import { expect, test } from "vitest";
import { hasSeveralWords, saysNothing } from "./error-words.ts";

test.each(["no such city", "exit code 1 of\n  find", "desk.example answered 503", "2 errors"])(
  "%j is several words",
  (text) => {
    expect(hasSeveralWords(text)).toBe(true);
  },
);

test.each(["", "boom", "'Atlantis'", "(404, 'x')", "ValueError: boom", "Error: -", "1 2"])("%j is not", (text) => {
  expect(hasSeveralWords(text)).toBe(false);
});

test("1 MB is looked through once", () => {
  expect(hasSeveralWords("1 ".repeat(500_000))).toBe(false);
  expect(hasSeveralWords(`a${" ".repeat(1_000_000)}`)).toBe(false);
  expect(hasSeveralWords("1".repeat(1_000_000))).toBe(false);
});

test.each(["", "Error", "exception", "_OTHER", "[object Object]", "undefined", "None", "{}"])(
  "%j says nothing",
  (text) => {
    expect(saysNothing(text)).toBe(true);
  },
);

test.each(["KeyError", "503", "'Atlantis'", "Error: boom", "Errors"])("%j says something", (text) => {
  expect(saysNothing(text)).toBe(false);
});
