import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Notes what really happens in an elizaOS runtime, from outside: an AsyncLocalStorage around every message, action,
 * evaluator and model call. It shares nothing with elizaOS's own records, which mix overlapping runs, nor with Runline.
 * Install it after `runtime.initialize()`, when the plugins have registered everything there is to watch.
 *
 * @param {import("@elizaos/core").IAgentRuntime} runtime
 */
export function recordTruth(runtime) {
  const scopes = new AsyncLocalStorage(); // { run, path } while a message is handled
  const runs = [];
  const runOfMemory = new Map(); // embeddings are written later, outside of any run
  let working = 0;

  async function withStep(kind, name, call) {
    const scope = scopes.getStore();
    const path = [...(scope?.path ?? []), `${kind} ${name}`];
    const step = { kind, name, path: path.join(" > "), ok: false };
    scope?.run.steps.push(step);
    working++;
    try {
      const result = await (scope ? scopes.run({ run: scope.run, path }, call) : call());
      step.ok = result?.success !== false;
      return result;
    } catch (error) {
      step.error = error.message;
      throw error;
    } finally {
      working--;
    }
  }

  function replace(owner, method, wrapper) {
    const original = owner[method].bind(owner);
    owner[method] = wrapper(original);
  }

  replace(runtime.messageService, "handleMessage", (original) => (...args) => {
    const [, message] = args;
    const { id: messageId, roomId, entityId } = message;
    const run = { messageId, roomId, entityId, startedAt: Date.now(), ended: [], steps: [], embeddings: [] };
    runs.push(run);
    return scopes.run({ run, path: [] }, async () => {
      try {
        return await original(...args);
      } catch (error) {
        run.rejected = error.message;
        throw error;
      } finally {
        run.settledAt = Date.now();
      }
    });
  });

  replace(runtime, "useModel", (original) => (...args) => {
    const [type] = args;
    if (type !== "TEXT_EMBEDDING") return withStep("model_call", type, () => original(...args));
    scopes.getStore()?.run.embeddings.push({ ok: true });
    return original(...args);
  });

  for (const action of runtime.actions) {
    replace(
      action,
      "handler",
      (original) =>
        (...args) =>
          withStep("action", action.name, () => original(...args)),
    );
  }
  for (const evaluator of runtime.evaluators) {
    replace(
      evaluator,
      "handler",
      (original) =>
        (...args) =>
          withStep("evaluator", evaluator.name, () => original(...args)),
    );
  }

  runtime.registerEvent("RUN_STARTED", async ({ runId }) => {
    const scope = scopes.getStore();
    if (scope) scope.run.runId = runId;
  });
  for (const event of ["RUN_ENDED", "RUN_TIMEOUT"]) {
    runtime.registerEvent(event, async ({ runId, status, error }) => {
      runs.find((run) => run.runId === runId)?.ended.push({ event, status, error });
    });
  }

  replace(runtime, "queueEmbeddingGeneration", (original) => (memory, ...rest) => {
    const scope = scopes.getStore();
    if (scope && memory.id) runOfMemory.set(memory.id, scope.run);
    return original(memory, ...rest);
  });
  for (const [event, ok] of [
    ["EMBEDDING_GENERATION_COMPLETED", true],
    ["EMBEDDING_GENERATION_FAILED", false],
  ]) {
    runtime.registerEvent(event, async ({ memory }) => {
      runOfMemory.get(memory.id)?.embeddings.push({ memoryId: memory.id, ok });
    });
  }

  return {
    runs,
    /** Whether nothing is going on any more, work that runs left behind included. */
    isIdle() {
      const embeddings = runtime.getService("embedding-generation");
      return working === 0 && embeddings.getQueueSize() === 0 && !embeddings.isProcessing;
    },
  };
}
