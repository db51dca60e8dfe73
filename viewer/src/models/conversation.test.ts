import type { ContentMessage, RunSpan, RunSummary, StepContent } from "@runline/contract";
import { describe, expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { toConversation } from "./conversation.ts";

const RUN: RunSummary = {
  agentId: "agent",
  runId: "r",
  status: "completed",
  startedAt: 0,
  endedAt: 100,
  messageId: "m",
  roomId: "o",
  entityId: "e",
  counts: { actions: 1, modelCalls: 2, errors: 0, evaluators: 0 },
  rootSpanId: "run",
};

const text = (content: string) => ({ type: "text" as const, content });
const say = (role: string, content: string): ContentMessage => ({ role, parts: [text(content)] });
const step = (
  kind: RunSpan["kind"],
  spanId: string,
  startedAt: number,
  said: Omit<StepContent, "span"> = {},
): StepContent => ({
  span: createSpan(spanId, "run", { kind, startedAt, endedAt: startedAt + 5 }),
  ...said,
});

const [system, question, looking, answer] = [
  say("system", "Be brief."),
  say("user", "Rain?"),
  say("assistant", "I look."),
  say("assistant", "No."),
];
const FIRST = step("model_call", "first", 10, { input: [system, question], output: [looking] });
const ACTION = step("action", "action", 20, { input: { city: "Bonn" }, output: false });
const SECOND = step("model_call", "second", 30, {
  repeated: 2,
  input: [looking, say("tool", "false")],
  output: [answer],
});

describe("a conversation", () => {
  it("is what was answered, what was asked, and the way between, each told once", () => {
    const whole = step("run", "run", 0, { input: [question], output: [answer] });
    const conversation = toConversation(RUN, [SECOND, FIRST, whole, ACTION]);
    expect(conversation).toMatchObject({
      answer: { spanId: "run", at: 100, parts: [text("No.")] },
      question: { spanId: "run", at: 0, parts: [text("Rain?")] },
      system: [system],
      hasContent: true,
    });
    expect(conversation.entries).toEqual([
      { type: "model", span: FIRST.span, repeated: 0, added: [], output: looking.parts, calls: [], isAnswer: false },
      { type: "action", span: ACTION.span, input: { city: "Bonn" }, output: false },
      {
        type: "model",
        span: SECOND.span,
        repeated: 2,
        added: [looking, say("tool", "false")],
        output: answer.parts,
        calls: [],
        isAnswer: true,
      },
    ]);
  });

  it("takes question and answer from the calls of a run that does not say them", () => {
    const { question: asked, answer: given } = toConversation(RUN, [FIRST, SECOND]);
    expect([asked?.parts, asked?.spanId, given?.parts, given?.spanId]).toEqual([
      [text("Rain?")],
      "first",
      [text("No.")],
      "second",
    ]);
  });

  it("has no answer while the run goes on or after it failed, unless the run says one", () => {
    for (const status of ["started", "error", "timeout"] as const) {
      expect(toConversation({ ...RUN, status }, [FIRST, SECOND]).answer).toBeUndefined();
      const whole = step("run", "run", 0, { output: "Sorry." });
      expect(toConversation({ ...RUN, status }, [whole, FIRST]).answer?.parts).toEqual([text("Sorry.")]);
    }
  });

  it("leaves reasoning and calls of actions out of the answer", () => {
    const parts = [
      { type: "reasoning" as const, content: "Hm." },
      text("No."),
      { type: "tool_call" as const, name: "x" },
    ];
    const whole = step("run", "run", 0, { output: [{ role: "assistant", parts }] });
    expect(toConversation(RUN, [whole]).answer?.parts).toEqual([text("No.")]);
  });

  it("tells the calls of actions that ran by their names, and those of others as they are", () => {
    const [ran, other] = ["action", "elsewhere"].map((name) => ({
      type: "tool_call" as const,
      name,
      arguments: { a: 1 },
    }));
    if (!ran || !other) throw new Error("There are two.");
    const call = step("model_call", "run", 10, { output: [{ role: "assistant", parts: [ran, other] }] });
    const { entries, answer: given } = toConversation(RUN, [call, ACTION]);
    expect(entries).toMatchObject([{ type: "model", calls: ["action"], output: [other] }, { type: "action" }]);
    expect(given).toBeUndefined();
  });

  it("does not say what an action was given when that is the question, as elizaOS gives it", () => {
    const whole = step("run", "run", 0, { input: [question] });
    const actions = ["Rain?", "Snow?"].map((input, at) =>
      step("action", `action ${at}`, 10 + at, { input, output: "no" }),
    );
    expect(toConversation(RUN, [whole, ...actions]).entries).toMatchObject([
      { input: undefined, output: "no" },
      { input: "Snow?", output: "no" },
    ]);
  });

  it("knows words that it has told, whatever stands beside them", () => {
    const beside = { type: "other" as const, value: { stream: true } };
    const whole = step("run", "run", 0, {
      input: [{ role: "user", parts: [text("Rain?"), beside] }],
      output: [say("assistant", "No.\n")],
    });
    const { entries } = toConversation(RUN, [
      whole,
      step("model_call", "call", 10, { input: [question], output: [answer] }),
    ]);
    expect(entries).toMatchObject([{ added: [], isAnswer: true }]);
  });

  it("keeps what stands in the first prompt beside the question, and tells what others called", () => {
    const early = say("user", "Hello.");
    const omitted: ContentMessage = { role: "system", parts: [], omitted: 7 };
    const call = step("model_call", "call", 10, { input: [system, omitted, early, question], output: "No." });
    const otherAgent = { agentId: "b", name: "Other", runId: "o" };
    const other = { span: createSpan("other", "run", { kind: "run", startedAt: 20, otherAgent }), output: "done" };
    const { entries, system: shown } = toConversation(RUN, [call, other]);
    expect(shown).toEqual([system]);
    expect(entries).toMatchObject([
      { added: [omitted, early], output: [text("No.")] },
      { type: "agent", asked: [], answered: [text("done")] },
    ]);
  });

  it("without content has the first line of the summary at most", () => {
    const steps = [step("run", "run", 0), step("model_call", "call", 10)];
    expect(toConversation(RUN, steps)).toMatchObject({ question: undefined, answer: undefined, hasContent: false });
    expect(toConversation({ ...RUN, message: "Rain?" }, steps).question?.parts).toEqual([text("Rain?")]);
  });
});

it("of a run that paused is told part by part: what it asked meanwhile, what it was answered, and what came of it", () => {
  const part = (spanId: string, startedAt: number, said: Omit<StepContent, "span">): StepContent => ({
    span: createSpan(spanId, undefined, { kind: "run", startedAt, endedAt: startedAt + 5 }),
    ...said,
  });
  const before = part("run", 0, { input: [say("user", "Refund?")], output: [say("assistant", "May I?")] });
  const after = part("after", 50, { input: [say("user", "Yes.")], output: [say("assistant", "Done.")] });
  const { question: asked, answer: given, entries } = toConversation(RUN, [before, ACTION, after]);
  expect([asked?.parts, given?.parts]).toEqual([[text("Refund?")], [text("Done.")]]);
  expect(entries).toMatchObject([
    { type: "agent", asked: [], answered: [text("May I?")] },
    { type: "action" },
    { type: "agent", asked: [text("Yes.")], answered: [] },
  ]);
  expect(toConversation(RUN, [before]).answer?.parts).toEqual([text("May I?")]);
});
