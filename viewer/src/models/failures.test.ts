import { expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { findLostStep, findWait } from "./failures.ts";

it("the step of a lost run is the one without an end that started last, with the actions around it", () => {
  const lost = { state: "lost" } as const;
  const spans = [
    createSpan("run", undefined, { kind: "run", ...lost }),
    createSpan("plan", "run", { kind: "plan", ...lost }),
    createSpan("SUMMARISE", "plan", { kind: "action", ...lost }),
    createSpan("POST", "SUMMARISE", { detail: "papers.example.org/search", ...lost }),
    createSpan("done", "SUMMARISE"),
  ];
  const find = (id: string | undefined) => spans.find(({ spanId }) => spanId === id);
  expect(findLostStep(spans, find)).toEqual({ spanId: "POST", path: ["SUMMARISE", "POST papers.example.org/search"] });
  expect(findLostStep([], find)).toBeUndefined();
});

it("of a sender that tells of nothing before its end, the step of a lost run is the one that ended last", () => {
  const spans = [
    createSpan("SEARCH", undefined, { kind: "action", startedAt: 1_000, endedAt: 5_000 }),
    createSpan("POST", "SEARCH", { startedAt: 1_100, endedAt: 4_900 }),
    createSpan("request", undefined, { startedAt: 0, endedAt: 9_000, caller: true }),
  ];
  const find = (id: string | undefined) => spans.find(({ spanId }) => spanId === id);
  expect(findLostStep(spans, find)).toEqual({ spanId: "SEARCH", path: ["SEARCH"] });
});

it("a run waits in the span that is open for it, not in one that is over", () => {
  const over = createSpan("over", "run", { wait: true });
  expect(findWait([over])).toBeUndefined();
  expect(findWait([over, createSpan("open", "run", { wait: true, state: "open" })])).toEqual({
    spanId: "open",
    path: [],
  });
});
