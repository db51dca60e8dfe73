import { expect, test } from "vitest";
import { createSpan } from "../otlp/create-span.ts";
import { toSpanRecord } from "./to-span-record.ts";

const detailOf = (attributes: Record<string, string | number>) =>
  JSON.parse(toSpanRecord({ ...createSpan({}), attributes }).facts).detail;

const ACTION = {
  "gen_ai.operation.name": "execute_tool",
  "gen_ai.tool.name": "GET_WEATHER",
  "runline.plan.step": "1/3",
};
const EVALUATOR = { "gen_ai.evaluation.name": "TONE", "gen_ai.operation.name": "evaluate" };

test.each([
  [`{"at":{"lat":1},"city":"Genoa","days":3}`, `city: "Genoa"`],
  [`{"days":3}`, "days: 3"],
  [`{"text":"${"x".repeat(1000)}"}`, `text: "${"x".repeat(72)}…`],
  [`{"at":{"lat":1}}`, "1/3"],
  [`["Genoa"]`, "1/3"],
])("an action is told from others by the first argument that is short to say: %s", (args, detail) => {
  expect(detailOf({ ...ACTION, "gen_ai.tool.call.arguments": args })).toBe(detail);
});

test("an action without captured arguments has its place in the plan", () => {
  expect(detailOf(ACTION)).toBe("1/3");
});

test("an evaluator has its score and its verdict, as far as it gives them", () => {
  expect(
    detailOf({ ...EVALUATOR, "gen_ai.evaluation.score.value": 0.35, "gen_ai.evaluation.score.label": "pass" }),
  ).toBe("0.35 · pass");
  expect(detailOf({ ...EVALUATOR, "gen_ai.evaluation.score.value": 0 })).toBe("0");
  expect(detailOf(EVALUATOR)).toBeUndefined();
});
