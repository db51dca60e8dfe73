import { readConversation } from "@runline/contract";
import { expect, test } from "vitest";
import { classifySpan } from "../src/spans/classify-span.ts";
import type { SpanClassification } from "../src/spans/span-classification.ts";
import { CORPORA, readCorpus } from "./support/corpora.ts";

/** What the programs of all recordings asked, were answered, and had their tool do. */
const QUESTIONS = ["What is the weather in Paris?", "Tell me a short story.", "What is my name?"];
const ANSWERS = ["It is 18 degrees and sunny in Paris.", "Once upon a time, a robot learned to sing."];
const CITIES = ["Paris", "Rome", "Oslo"];
const RESULT = "18 degrees, sunny";

/** Recordings whose spans have no content, or whose agent was killed early, and those without the tools that ran. */
const WITHOUT_CONTENT = [
  "js-contrib-openai-express",
  "js-vercel-ai7-nocontent",
  "py-genai-openai-nocontent",
  "py-openai-v2",
  "py-interrupted-strands",
  "py-traceloop-mistral",
];
/** Recordings of other programs, which asked and were answered something else, or nothing. */
const OTHERS = [
  "py-haystack",
  "py-llamaindex",
  "py-openinference-crewai",
  "py-google-adk",
  "py-google-adk-old",
  "py-fastmcp",
  "js-mastra-suspended",
  "js-voltagent",
  "py-logfire-openai",
];
/** Recordings of clients of models, which know nothing of tools. */
const CALLS_ALONE = ["py-traceai", "py-azure-inference", "py-langtrace"];
/** Recordings of a turn with a tool and one without. AutoGen tells no content. */
const SHORT = [
  "py-logfire-openai-agents",
  "py-semantic-kernel",
  "py-autogen",
  "py-laminar",
  "py-agentops",
  "py-litellm",
  "js-genkit",
  "java-spring-ai",
  "py-openlit",
  "py-langwatch",
  "py-honeyhive",
  "py-netra",
  "py-judgeval",
  "py-ag2",
  "py-monocle",
  "py-pydantic-ai-events",
  "py-strands-0",
  "py-openinference-autogen",
  ...CALLS_ALONE,
];
const MADE = [...CORPORA].flatMap(([corpus, { after }]) => (after === undefined ? [] : [corpus]));
const WITHOUT_TOOLS = ["py-openinference-anthropic", "py-openinference-openai"];

const ASIDE = [...WITHOUT_CONTENT, ...OTHERS, ...SHORT, ...MADE];
const RECORDINGS = [...CORPORA.keys()].filter((corpus) => !ASIDE.includes(corpus));
const WITH_TOOLS = RECORDINGS.filter((corpus) => !WITHOUT_TOOLS.includes(corpus));

test.each(RECORDINGS)("%s tells what was asked, in the words of a list", (corpus) => {
  const messages = readRecording(corpus).map(({ facts }) => facts.message);
  expect(messages).toEqual(expect.arrayContaining(QUESTIONS));
});

test.each(RECORDINGS)("%s has its conversations as messages, and the answers as their texts", (corpus) => {
  const classified = readRecording(corpus);
  const calls = ofKind(classified, "model_call").flatMap(({ input, output }) =>
    [input, output].filter((side) => side !== undefined),
  );
  for (const conversation of calls) expect(readConversation(conversation)).toEqual(conversation);
  const said = [...calls, ...ofKind(classified, "run").map(({ output }) => output)].flatMap(readTexts);
  expect(said).toEqual(expect.arrayContaining(ANSWERS));
});

test.each(WITH_TOOLS)("%s has arguments and results of tools as they were, not as they were packed", (corpus) => {
  const actions = ofKind(readRecording(corpus), "action");
  const given = JSON.stringify(actions.map(({ input }) => input));
  for (const city of CITIES) expect(given).toContain(city);
  expect(actions.map(({ output }) => output)).toContain(RESULT);
});

test.each(without(SHORT, "py-autogen", "java-spring-ai"))("%s tells what was asked", (corpus) => {
  const messages = readRecording(corpus).map(({ facts }) => facts.message);
  expect(messages).toContain("What is the weather in Paris?");
});

test.each(without(SHORT, "py-autogen", "py-litellm", "py-openlit", ...CALLS_ALONE))(
  "%s tells what the tool gave",
  (corpus) => {
    expect(ofKind(readRecording(corpus), "action").map(({ output }) => output)).toContain(RESULT);
  },
);

test.each(["py-haystack", "py-llamaindex", "py-openinference-crewai"])(
  "%s tells what was asked and answered",
  (corpus) => {
    const classified = readRecording(corpus);
    const asked = classified.flatMap(({ facts }) => facts.message ?? []);
    expect(asked).toContainEqual(expect.stringMatching(/weather in Paris\?$/i));
    expect(ofKind(classified, "model_call").flatMap(({ output }) => readTexts(output))).toContain(
      "It is 18 degrees in Paris.",
    );
  },
);

function without(corpora: readonly string[], ...others: readonly string[]): string[] {
  return corpora.filter((corpus) => !others.includes(corpus));
}

function readRecording(corpus: string): SpanClassification[] {
  return readCorpus(corpus).map((span) => classifySpan(span));
}

function ofKind(classified: readonly SpanClassification[], kind: SpanClassification["kind"]) {
  return classified.filter((found) => found.kind === kind).map(({ content }) => content);
}

function readTexts(content: unknown): string[] {
  const parts = readConversation(content)?.flatMap((message) => message.parts) ?? [];
  return parts.flatMap((part) => (part.type === "text" ? part.content.trim() : []));
}
