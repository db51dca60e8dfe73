import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_ID,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_GEN_AI_USAGE_COST,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_MODEL_TYPE,
  ATTR_PLAN_STEP,
  OPERATION_ACTION,
  OPERATION_MODEL_CALL,
} from "@runline/contract";
import { toUuid } from "./to-uuid.ts";
import type { SampleSpan } from "./sample-run.ts";

const MODEL = "gpt-4o-mini";
/** US dollars for a token read and a token written: the list price of that model. */
export const PRICES = { input: 0.15e-6, output: 0.6e-6 };

/** What the steps of one run have in common. */
interface SampleStepsOptions {
  inRun: SampleSpan["attributes"];
  inPlan: SampleSpan["attributes"];
  /** Where a moment of the scenario is, in ms from the beginning of the run. */
  at: (ms: number) => number;
  seed: string;
  answer: string;
}

/** Make the steps that a run has several of. */
interface SampleSteps {
  model: (parent: string, startMs: number, endMs: number, tokens: number) => SampleSpan;
  action: (name: string, step: number, startMs: number, endMs: number) => SampleSpan;
}

/** Makes the makers of the model calls and actions of one run. */
export function createSampleSteps({ inRun, inPlan, at, seed, answer }: SampleStepsOptions): SampleSteps {
  const model: SampleSteps["model"] = (parent, startMs, endMs, tokens) => ({
    name: `chat ${MODEL}`,
    parent,
    startMs: at(startMs),
    endMs: at(endMs),
    attributes: {
      ...(parent === "run" ? inRun : inPlan),
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_MODEL_CALL,
      [ATTR_MODEL_TYPE]: "TEXT_LARGE",
      [ATTR_GEN_AI_PROVIDER_NAME]: "openai",
      [ATTR_GEN_AI_REQUEST_MODEL]: MODEL,
      [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: tokens,
      [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: Math.round(tokens / 9),
      [ATTR_GEN_AI_USAGE_COST]: tokens * PRICES.input + Math.round(tokens / 9) * PRICES.output,
      [ATTR_GEN_AI_INPUT_MESSAGES]: JSON.stringify([
        { role: "system", parts: [{ type: "text", content: "You are a guide to the harbour. Be brief." }] },
        { role: "user", parts: [{ type: "text", content: "Is the terrace open tonight? Book a table for two." }] },
      ]),
      [ATTR_GEN_AI_OUTPUT_MESSAGES]: JSON.stringify([
        { role: "assistant", parts: [{ type: "text", content: answer }] },
      ]),
    },
  });
  const action: SampleSteps["action"] = (name, step, startMs, endMs) => ({
    name: `${OPERATION_ACTION} ${name}`,
    parent: "plan",
    startMs: at(startMs),
    endMs: at(endMs),
    attributes: {
      ...inPlan,
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_ACTION,
      [ATTR_GEN_AI_TOOL_NAME]: name,
      [ATTR_GEN_AI_TOOL_CALL_ID]: toUuid(`action ${name} ${seed}`),
      [ATTR_PLAN_STEP]: `${step}/3`,
      [ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: JSON.stringify({ place: "harbour", people: 2 }),
    },
  });
  return { model, action };
}
