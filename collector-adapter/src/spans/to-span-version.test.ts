import { expect, test } from "vitest";
import { createSpan } from "../otlp/create-span.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { toSpanVersion } from "./to-span-version.ts";

const AT = 1_795_393_454_513.25;

function toVersion(span: Partial<OtlpSpan>): string {
  return toSpanVersion(
    { ...createSpan({}), traceId: "t", spanId: "s", name: "chat", startedAt: AT, ...span },
    JSON.stringify(span),
    "{}",
  );
}

test("orders the versions of a span: open, ended, ended later, said to be well, failed, with more to say", () => {
  const end = { endedAt: AT + 100 };
  const versions = [
    toVersion({}),
    toVersion({ attributes: { a: 1 } }),
    toVersion({ endedAt: AT, statusCode: 2 }),
    toVersion({ endedAt: AT + 9.001 }),
    toVersion({ endedAt: AT + 9.002 }),
    toVersion(end),
    toVersion({ ...end, statusCode: 1 }),
    toVersion({ ...end, statusCode: 2 }),
    toVersion({ ...end, statusCode: 2, attributes: { a: 1 } }),
    toVersion({ ...end, statusCode: 2, attributes: { a: 1, b: 2 } }),
    toVersion({ endedAt: AT + 100_000_000 }),
  ];
  expect(versions.toSorted()).toEqual(versions);
  expect(new Set(versions).size).toBe(versions.length);
});

test("is the same for the same span, and another for one that differs in a value", () => {
  const versions = [1, 1, 2].map((value) => toVersion({ endedAt: AT, attributes: { value } }));
  expect(versions[0]).toBe(versions[1]);
  expect(versions[0]).not.toBe(versions[2]);
});
