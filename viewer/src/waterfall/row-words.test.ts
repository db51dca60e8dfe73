import type { RunSpan } from "@runline/contract";
import { expect, it } from "vitest";
import type { SpanNode } from "../models/span-tree.ts";
import { createSpan } from "../../test/create-span.ts";
import { toRowWords } from "./row-words.ts";

const toNode = (span: RunSpan, children: SpanNode[] = []): SpanNode => {
  return { id: span.spanId, label: span.label, span, parent: undefined, children };
};
const wordsOf = (label: string, extra: Partial<RunSpan>) =>
  toRowWords(toNode(createSpan("s", "p", { label, ...extra })));

it.each([
  ["POST", "tables.example.com/bookings 503", { verb: "POST", label: "tables.example.com/bookings", words: ["503"] }],
  ["GET", "api.example.com/v1/items/700", { verb: "GET", label: "api.example.com/v1/items/700", words: [] }],
  ["publish", "bookings", { verb: "publish", label: "bookings", words: [] }],
  ["GET /v1/items", "200", { verb: undefined, label: "GET /v1/items", words: ["200"] }],
  ["INSERT forecasts", "insert into forecasts", { label: "INSERT forecasts", words: ["insert into forecasts"] }],
  ["work", undefined, { verb: undefined, label: "work", words: [] }],
] as const)("tells the call %s to %s by where it went", (label, detail, row) => {
  expect(wordsOf(label, detail === undefined ? {} : { detail })).toMatchObject(row);
});

it("tells a model call by what it used, then by its slot and its attempt", () => {
  const call = { kind: "model_call", detail: "TEXT_LARGE" } as const;
  const usage = { inputTokens: 812, outputTokens: 90, cost: 0.00018 };
  expect(wordsOf("gpt-4o-mini", { ...call, usage, attempt: 2 }).words).toEqual([
    "812 → 90 tok",
    "$0.00018",
    "TEXT_LARGE",
    "attempt 2",
  ]);
  expect(wordsOf("gpt-4o", { ...call, usage: { inputTokens: 18_402 } }).words).toEqual(["18,402 tok", "TEXT_LARGE"]);
});

it("tells a plan by its actions, a composed state by its context providers, and what came after the end", () => {
  const plan = createSpan("plan", "run", { kind: "plan", startedAt: 500 });
  const steps = ["a", "b"].map((id) => toNode(createSpan(id, "plan", { kind: "action", detail: 'city: "Genoa"' })));
  expect(toRowWords(toNode(plan, steps)).words).toEqual(["2 actions"]);
  expect(toRowWords(toNode(plan), 400).words).toEqual(["after the run's end"]);
  expect(steps[0] && toRowWords(steps[0]).words).toEqual(['city: "Genoa"']);
});
