import { randomUUID } from "node:crypto";
import { createAction } from "../support/create-action.mjs";

/**
 * What the concierge of the example does not do: wait for the test, return what old actions return, fail in every way.
 *
 * @param {Record<"action" | "evaluator", import("./create-gate.mjs").Gate>} gates
 */
export function createProbePlugin(gates) {
  const ask = (runtime, prompt) => runtime.useModel("TEXT_SMALL", { prompt });

  return {
    name: "probe",
    description: "Actions, evaluators and providers for the tests",
    actions: [
      createAction("WAIT_AT_GATE", async (runtime) => {
        await gates.action.pass();
        await ask(runtime, "The gate is open.");
        return { success: true, text: "through" };
      }),
      createAction("RETURN_NOTHING", async () => undefined),
      createAction("RETURN_FALSE", async () => false),
      createAction("TELL", async (_runtime, _message, _state, _options, callback) => {
        await callback({ text: "Here you are." });
        return { success: true, text: "told" };
      }),
      createAction("ASK_QUIET_MODEL", async (runtime) => {
        await runtime.useModel("TEXT_REASONING_LARGE", { prompt: "What is silence?" });
        await runtime.useModel("TEXT_REASONING_SMALL", {
          prompt: "Say it.",
          stream: true,
          onStreamChunk: async () => {},
        });
        return { success: true, text: "asked" };
      }),
      createAction("SURVIVE_MODEL", async (runtime) => {
        const failure = await runtime.useModel("TEXT_REASONING_LARGE", { prompt: "Do the impossible." }).catch(String);
        return { success: true, text: failure };
      }),
      createAction("PLAN_TRIP", async (runtime, message, state, _options, callback) => {
        // A plan inside the plan: its first action has a plan of its own once more.
        const content = { text: "", thought: "A trip has days", actions: ["PLAN_DAY", "OPEN_TICKET"] };
        const step = { id: randomUUID(), entityId: runtime.agentId, roomId: message.roomId, content };
        await runtime.processActions(message, [step], state, callback);
        await ask(runtime, "Sum up the trip.");
        return { success: true, text: "planned" };
      }),
    ],
    evaluators: [
      evaluator("HARSH_JUDGE", async () => {
        throw new Error("HARSH_JUDGE: this will not do");
      }),
      evaluator("SLOW_JUDGE", async (runtime) => {
        await gates.evaluator.pass();
        await ask(runtime, "Is it so bad?");
        return { success: true };
      }),
    ],
    // Dynamic: only for a line that asks for them.
    providers: [
      provider("TIDE", async (runtime) => ({ text: `Tide: ${await ask(runtime, "High or low?")}` })),
      provider("BROKEN_CLOCK", async () => {
        throw new Error("BROKEN_CLOCK: no hands");
      }),
    ],
  };
}

/** An evaluator for those who ask to be judged. */
function evaluator(name, handler) {
  const validate = async (_runtime, message) => message.content.text?.startsWith("Judge") ?? false;
  return { name, description: name, examples: [], alwaysRun: true, validate, handler };
}

function provider(name, get) {
  return { name, description: name, dynamic: true, get };
}
