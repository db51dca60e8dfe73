import * as v from "valibot";
import { EventsCut } from "./run.ts";
import { RunSpan } from "./span.ts";

/**
 * What was said in one step of a run: in the run as a whole, a model call, an action, or the run of another agent that was called.
 * `input` and `output` have the forms that they have in the details of a span; both are absent where no content was captured.
 *
 * Prompts grow from call to call: `repeated` says how many messages an earlier prompt begins with as well. These are left out of
 * `input`.
 *
 * @example { span: { kind: "model_call", … }, repeated: 2, input: [{ role: "tool", … }], output: [{ role: "assistant", … }] }
 */
export const StepContent = v.object({
  span: RunSpan,
  input: v.optional(v.unknown()),
  output: v.optional(v.unknown()),
  repeated: v.optional(v.number()),
});
export type StepContent = v.InferOutput<typeof StepContent>;

/**
 * One line of the answer of `GET /api/agents/:agentId/runs/:runId/messages`, which is `application/x-ndjson`. Steps with content
 * come in the order of their start, the others after them. The last line has `isEnd`: an answer without it broke off. `cut` tells what
 * is left out because it would be too large, as it does for events.
 *
 * @example
 * {"steps":[{"span":{"kind":"run",…},"input":[…],"output":[…]}]}
 * {"isEnd":true}
 */
export const MessagesLine = v.object({
  steps: v.optional(v.array(StepContent)),
  isEnd: v.optional(v.literal(true)),
  cut: v.optional(EventsCut),
});
export type MessagesLine = v.InferOutput<typeof MessagesLine>;
