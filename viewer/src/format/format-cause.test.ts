import { expect, it } from "vitest";
import { toFailureWords } from "./format-cause.ts";

const CAUSE = {
  spanId: "1",
  fingerprint: "f",
  text: "BOOK_TABLE › POST: refused, 3 tries, 3.4 s",
  path: ["BOOK_TABLE", "POST"],
  message: "refused",
  attempts: 3,
  durationMs: 3_400,
};

it("says where a run failed, what happened there, in how many tries, how long and how much of the run", () => {
  const words = toFailureWords({ name: "Guide", durationMs: 6_800, cause: CAUSE });
  expect(words).toMatchObject({ path: ["BOOK_TABLE", "POST"], what: "refused" });
  expect(words.circumstances.slice(0, 2)).toEqual(["3 tries", "3.40 s"]);
  expect(words.circumstances[2]).toContain("50");
});

it("names no step when it is the run itself that failed, and no circumstance that is not known", () => {
  const { durationMs: _, ...cause } = { ...CAUSE, path: ["Guide"], attempts: 1 };
  expect(toFailureWords({ name: "Guide", cause })).toEqual({ path: [], what: "refused", circumstances: [] });
});

it("takes what is known of a run that an earlier version has stored", () => {
  const { message: _, ...cause } = CAUSE;
  expect(toFailureWords({ cause })).toEqual({ path: [], what: cause.text, circumstances: [] });
  expect(toFailureWords({ cause, metadata: { error: "gave up" } })).toMatchObject({
    path: cause.path,
    what: "gave up",
  });
  expect(toFailureWords({}).what).toBe("no step says why");
});

it("tells no share of a step that went on after its run had ended", () => {
  const words = toFailureWords({ name: "Guide", durationMs: 2_500, cause: { ...CAUSE, durationMs: 6_000 } });
  expect(words.circumstances).toEqual(["3 tries", "6.00 s"]);
});
