import type { RunTracer } from "@runline/instrumentation";

/** What {@link recordRun} makes: as many as a run of an elizaOS agent with a plan of three actions has. */
export const SPANS_OF_A_RUN = 84;

const ACTIONS = ["REPLY", "LOOK_UP", "BOOK"];
const MODEL_CALLS_BESIDE = 2;
const COMPOSED_STATES = 7;
const CONTEXT_PROVIDERS = 66;

/** Records a run with three actions, five model calls, an evaluator, and the composed states before them. */
export function recordRun(tracer: RunTracer, { prompt = "?", answer = "!" } = {}): void {
  const ids = { roomId: crypto.randomUUID(), entityId: crypto.randomUUID(), messageId: crypto.randomUUID() };
  tracer.withRun({ ...ids, entityName: "Ada", source: "test", input: prompt }, (run) => {
    for (let state = 0; state < COMPOSED_STATES; state += 1) composeState(tracer, state);
    tracer.withPlan({ size: ACTIONS.length }, () => {
      for (const name of ACTIONS) {
        const action = tracer.startAction({ name, planStep: `1/${ACTIONS.length}`, arguments: { message: prompt } });
        action.within(() => callModel(tracer, prompt, answer));
        action.end({ success: true, result: answer });
      }
    });
    for (let call = 0; call < MODEL_CALLS_BESIDE; call += 1) callModel(tracer, prompt, answer);
    tracer.startEvaluator({ name: "REFLECTION" }).end();
    run.end({ output: answer });
  });
}

function composeState(tracer: RunTracer, state: number): void {
  tracer.withComposedState({}, () => {
    for (let provider = state; provider < CONTEXT_PROVIDERS; provider += COMPOSED_STATES) {
      tracer.withContextProvider({ name: `PROVIDER_${provider}` }, () => undefined);
    }
  });
}

function callModel(tracer: RunTracer, prompt: string, answer: string): void {
  const call = tracer.startModelCall({
    model: "gpt-4o-mini",
    modelType: "TEXT_LARGE",
    provider: "openai",
    input: prompt,
  });
  call.end({ inputTokens: 5_000, outputTokens: 500, output: answer });
}
