import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLineLimit } from "./line-limit.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createLog() {
  const limit = createLineLimit({ lines: 5, kinds: 200 });
  const lines: string[] = [];
  const say = (kind: string) => {
    if (limit.admit(kind, (leftOut) => lines.push(`${kind} +${leftOut}`))) lines.push(kind);
  };
  return { limit, lines, say };
}

test("writes the same five times a minute, and then how often it was left out", () => {
  const { lines, say } = createLog();
  for (let index = 0; index < 8; index += 1) say("a");
  say("b");
  expect(lines).toEqual(["a", "a", "a", "a", "a", "b"]);

  vi.advanceTimersByTime(60_000);
  expect(lines.slice(6)).toEqual(["a +3"]);
  say("a");
  vi.advanceTimersByTime(60_000);
  expect(lines.slice(7)).toEqual(["a"]);
});

test("tells at the end what has not been told", () => {
  const { limit, lines, say } = createLog();
  for (let index = 0; index < 6; index += 1) say("a");
  limit.close();
  vi.advanceTimersByTime(60_000);
  expect(lines.slice(5)).toEqual(["a +1"]);
});

test("takes kinds beyond two hundred for one", () => {
  const { lines, say } = createLog();
  for (let kind = 0; kind < 1_000; kind += 1) say(`kind ${kind}`);
  expect(lines).toHaveLength(205);
  vi.advanceTimersByTime(60_000);
  expect(lines.slice(205)).toEqual(["kind 200 +795"]);
});
