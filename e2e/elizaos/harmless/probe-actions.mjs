import { randomUUID } from "node:crypto";
import { createAction } from "../../support/create-action.mjs";

/** What the probe can do: an action for every way in which one can end, and evaluators that judge or fail. */
export function createProbeActions({ gate }) {
  return {
    name: "probe-actions",
    description: "Actions that end in every way",
    actions: [
      createAction("LOOK_UP", async (runtime, _message, _state, _options, callback) => {
        const found = await runtime.useModel("TEXT_SMALL", { prompt: "Which city is meant?" });
        await callback({ text: "I found Paris", actions: ["LOOK_UP"] });
        return { success: true, text: "Paris", values: { city: "Paris" }, data: { actionName: "LOOK_UP", found } };
      }),
      createAction("WRITE_DOWN", async (runtime) => {
        const ticket = await runtime.useModel("OBJECT_SMALL", { prompt: "As a ticket, please." });
        return { success: true, text: "Written down", data: { ticket } };
      }),
      createAction("SOFT_FAIL", async () => ({ success: false, text: "Sorry", error: "quota exceeded" })),
      createAction("LEGACY_VOID", async () => {}),
      createAction("LEGACY_FALSE", async () => false),
      createAction("EXPLODE", async (runtime) => {
        await runtime.useModel("TEXT_SMALL", { prompt: "About to explode." });
        throw Object.assign(new Error("EXPLODE failed: upstream 503"), { code: "E_UPSTREAM" });
      }),
      createAction("NEST", async (runtime, message, state, _options, callback) => {
        const content = { text: "", thought: "nested", actions: ["LOOK_UP", "WRITE_DOWN"] };
        const inner = { id: randomUUID(), entityId: runtime.agentId, roomId: message.roomId, content };
        await runtime.processActions(message, [inner], state, callback);
        await runtime.useModel("TEXT_SMALL", { prompt: "After the nested plan." });
        return { success: true, text: "nested" };
      }),
      createAction("WAIT", async (runtime, message) => {
        await gate.pass(message.content.text);
        await runtime.useModel("TEXT_SMALL", { prompt: "The gate is open." });
        return { success: true, text: "through" };
      }),
      Object.freeze(createAction("FROZEN", async () => ({ success: true, text: "from a frozen action" }))),
      createAction("UNREAD_STREAMS", async (runtime) => {
        for (const answer of [streamOfGetters(), streamWithText(), streamWithoutText()]) {
          await runtime.useModel("TEXT_REASONING_SMALL", { prompt: "stream", answer, stream: true });
        }
        return { success: true, text: "unread" };
      }),
      createAction("UNCOUNTED_STREAM", async (runtime) => {
        const answer = { ...streamWithText(), usage: new Promise(() => {}) };
        await runtime.useModel("TEXT_REASONING_SMALL", { prompt: "stream", answer, stream: true });
        let pieces = 0;
        for await (const piece of answer.textStream) pieces += piece.length;
        return { success: true, text: `uncounted: ${pieces}` };
      }),
      createAction("BITE", async (runtime) => {
        await runtime.useModel("TEXT_REASONING_SMALL", biting({ prompt: "bite", answer: biting({ text: "ouch" }) }));
        return { success: true, text: "bitten" };
      }),
      createAction("READ_STREAM", async (runtime) => {
        let text = "";
        for await (const piece of await runtime
          .useModel("TEXT_LARGE", { prompt: "stream", stream: true })
          .then(({ textStream }) => textStream)) {
          text += piece;
          if (text.length > 40) break;
        }
        return { success: true, text };
      }),
    ],
    evaluators: [
      evaluator(
        "MOOD",
        () => true,
        async (runtime) => {
          await runtime.useModel("TEXT_SMALL", { prompt: "Is the guest content?" });
          return { success: true };
        },
      ),
      evaluator(
        "FAILING_JUDGE",
        ({ content }) => content.text.includes("(judge)"),
        async () => {
          throw new Error("the judge is out");
        },
      ),
      evaluator(
        "BITING_JUDGE",
        ({ content }) => content.text === "Bite.",
        async () => {
          const error = "x".repeat(10_000_000);
          return biting({ success: false, error });
        },
      ),
    ],
  };
}

/** Registers what it brings only when others have long been registered. */
export function createLatePlugin() {
  return {
    name: "probe-late",
    description: "Comes late",
    async init(_config, runtime) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      runtime.registerModel("TEXT_REASONING_LARGE", async () => "late, but here", "probe-late");
      runtime.registerAction(
        createAction("LATE", async () => ({
          success: true,
          text: await runtime.useModel("TEXT_REASONING_LARGE", { prompt: "late" }),
        })),
      );
    },
  };
}

function evaluator(name, applies, handler) {
  const validate = async (_runtime, message) => applies(message);
  return { name, description: name, similes: [], examples: [], alwaysRun: true, validate, handler };
}

/** Members that elizaOS does not look at, and that throw, go round in circles or are very long. */
function biting(value) {
  const hidden = (get) => ({ get, enumerable: false });
  const bite = () => {
    throw new Error("bitten");
  };
  return Object.defineProperties(value, {
    circle: { value, enumerable: false },
    messages: hidden(bite),
    model: hidden(bite),
    usage: hidden(bite),
    textStream: hidden(bite),
    toJSON: { value: () => ({ prompt: "bitten" }), enumerable: false },
  });
}

/** Answers of models that nobody reads to their end. */
const createTextStream = () => new ReadableStream({ start: (controller) => controller.close() });
const streamWithText = () => ({ textStream: createTextStream(), text: Promise.resolve("never read") });
const streamWithoutText = () => ({ textStream: createTextStream() });
function streamOfGetters() {
  return Object.defineProperty({ text: Promise.resolve("") }, "textStream", { get: createTextStream });
}
