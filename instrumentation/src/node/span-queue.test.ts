import { expect, it } from "vitest";
import type { ReadableSpan } from "../opentelemetry-sdk.ts";
import { recordTelemetry } from "../../test/support/recorded-telemetry.ts";
import { createSpanQueue } from "./span-queue.ts";

const { provider, listSpans } = recordTelemetry();

function createSpan(name: string, content = ""): ReadableSpan {
  provider.getTracer("test").startSpan(name, { attributes: { content } }).end();
  const span = listSpans().at(-1);
  if (span === undefined) throw new Error("The span has not ended.");
  return span;
}

function open(limits: { maxSpans?: number; maxBytes?: number } = {}) {
  const dropped: number[] = [];
  const queue = createSpanQueue({ maxSpans: Infinity, maxBytes: Infinity, ...limits }, (spans) => dropped.push(spans));
  return { queue, dropped, takeNames: (max: number) => queue.take(max).map(({ name }) => name) };
}

it("gives spans in the order of their ends, also those that come back", () => {
  const { queue, takeNames } = open();
  for (const name of ["a", "b", "c"]) queue.add(createSpan(name));
  const batch = queue.take(2);
  queue.add(createSpan("d"));
  queue.putBack(batch);
  expect(queue.size).toBe(4);
  expect([takeNames(3), takeNames(3), takeNames(3)]).toEqual([["a", "b", "c"], ["d"], []]);
});

it("drops the oldest beyond a number of spans, and says how many", () => {
  const { queue, dropped, takeNames } = open({ maxSpans: 2 });
  for (const name of ["a", "b", "c"]) queue.add(createSpan(name));
  queue.putBack([createSpan("older"), createSpan("old")]);
  expect(takeNames(9)).toEqual(["b", "c"]);
  expect(dropped).toEqual([1, 2]);
});

it("drops the oldest beyond an amount of memory, which content takes", () => {
  const { queue, dropped, takeNames } = open({ maxBytes: 100_000 });
  queue.add(createSpan("large", "x".repeat(45_000)));
  queue.add(createSpan("small"));
  expect(queue.size).toBe(2);
  queue.add(createSpan("larger", "x".repeat(48_000)));
  expect(takeNames(9)).toEqual(["small", "larger"]);
  queue.add(createSpan("too large for any queue", "x".repeat(60_000)));
  expect(takeNames(9)).toEqual(["too large for any queue"]);
  expect(dropped).toEqual([1]);
});

it("has room for 500 runs of 84 spans within 64 MiB", () => {
  const { queue, dropped } = open({ maxBytes: 64 * 1_024 * 1_024 });
  const span = createSpan("any");
  for (let added = 0; added < 500 * 84; added += 1) queue.add(span);
  expect(dropped).toEqual([]);
});

it("keeps their order however many pass through", () => {
  const { queue, takeNames } = open({ maxSpans: 1_500 });
  const spans = Array.from({ length: 7_000 }, (_, place) => createSpan(String(place)));
  for (const span of spans) queue.add(span);
  expect(takeNames(1_500)).toEqual(spans.slice(-1_500).map(({ name }) => name));
});
