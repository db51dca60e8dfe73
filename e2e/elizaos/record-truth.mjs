import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Notes what really happens in an elizaOS runtime, from outside: an AsyncLocalStorage around every message, plan, action,
 * evaluator, composed state, context provider and model call. It shares nothing with elizaOS's own records, which mix overlapping
 * runs, nor with Runline. Install it after `runtime.initialize()`, when the plugins have registered everything there is to
 * watch.
 *
 * When something began and ended is noted as two moments each, `[earliest, latest]` in ms since the epoch, one seen from
 * around it and one from inside it: whatever is reported must lie between them. `null` where there is no such moment.
 *
 * @param {import("@elizaos/core").IAgentRuntime} runtime
 */
export function recordTruth(runtime) {
  const scopes = new AsyncLocalStorage(); // { run, path, step, group, plan, prompts } while a message is handled
  const runs = [];
  const outside = []; // model calls outside of any run
  const requested = new WeakMap(); // embeddings that wait in the queue, by their memory
  let isQueueWatched = false; // its service starts when the agent is ready
  let queued = 0; // embeddings that are neither made nor given up
  let working = 0;

  /**
   * Does something as one step of the run it is in. Seen from around it, unless `around` says when it can have begun at the
   * earliest: then what is called is the inside, and `withGroup` sees the rest.
   */
  async function withStep({ around, ...facts }, call) {
    const scope = scopes.getStore();
    const now = Date.now();
    const step = addStep(scope, { ...facts, began: around === undefined ? [now, null] : [around, now] });
    if (scope.step) scope.step.began[1] ??= now; // what contains it has begun
    if (around !== undefined) scope.group?.steps.push(step);
    working++;
    try {
      const result = await scopes.run({ ...scope, step, path: step.path }, call);
      const reportsFailure = ["action", "evaluator"].includes(step.kind) && result?.success === false;
      step.ok = !reportsFailure;
      if (reportsFailure) step.error = result.error;
      return result;
    } catch (error) {
      step.error = error.message;
      throw error;
    } finally {
      step.ended[around === undefined ? 1 : 0] = Date.now();
      working--;
    }
  }

  function addStep(scope, { kind, name, detail, ...facts }) {
    const label = [kind, name, detail].filter(Boolean).join(" ");
    const path = scope.path ? `${scope.path} > ${label}` : label;
    const step = { kind, name, path, ended: [null, null], ok: false, ...facts };
    scope.run.steps.push(step);
    return step;
  }

  /** What contains several steps: once it is over, those that have ended did so by now. */
  async function withGroup(facts, call) {
    const group = { since: Date.now(), steps: [] };
    try {
      return await scopes.run({ ...scopes.getStore(), ...facts, group }, call);
    } finally {
      for (const { ended } of group.steps) if (ended[0] !== null) ended[1] ??= Date.now();
    }
  }

  replace(runtime.messageService, "handleMessage", (original) => (...args) => {
    const [, message] = args;
    const { id: messageId, roomId, entityId } = message;
    const began = [Date.now(), null];
    const says = message.content.text;
    const run = { messageId, roomId, entityId, says, began, ended: [null, null], reports: [], steps: [] };
    runs.push(run);
    working++;
    return scopes.run({ run, path: "", prompts: new Map() }, async () => {
      try {
        return await original(...args);
      } catch (error) {
        run.rejected = error.message;
        throw error;
      } finally {
        run.messageId ??= message.id; // elizaOS gives one to a message that has none
        run.ended[1] = Date.now();
        working--;
      }
    });
  });

  wrapInRun(runtime, "processActions", (scope, original, args) => {
    const size = args[1].reduce((sum, { content }) => sum + (content.actions?.length ?? 0), 0);
    return withStep({ kind: "plan", name: String(size) }, () => withGroup({ plan: {} }, original));
  });
  for (const action of runtime.actions) {
    wrapInRun(action, "handler", ({ plan }, original, args) => {
      if (!plan) return original();
      const { actionPlan } = args[3] ?? {};
      const detail = actionPlan && `${actionPlan.currentStep}/${actionPlan.totalSteps}`;
      const { actionId, at } = plan.announced;
      return withStep({ kind: "action", name: action.name, detail, around: at, actionId }, original);
    });
  }

  wrapInRun(runtime, "evaluate", (scope, original) => withGroup({}, original));
  for (const evaluator of runtime.evaluators) {
    wrapInRun(evaluator, "handler", ({ group }, original) =>
      withStep({ kind: "evaluator", name: evaluator.name, around: group.since }, original),
    );
  }

  wrapInRun(runtime, "composeState", (scope, original) =>
    withStep({ kind: "composed_state" }, () => withGroup({}, original)),
  );
  for (const provider of runtime.providers) {
    wrapInRun(provider, "get", ({ run, group }, original) =>
      withStep({ kind: "context_provider", name: provider.name, around: group?.since ?? run.began[0] }, original),
    );
  }

  wrapInRun(runtime, "useModel", (scope, original, [type, params]) => {
    if (type === "TEXT_EMBEDDING") return withStep({ kind: "embedding" }, original);
    return withStep({ kind: "model_call", name: type, detail: toAttempt(scope, type, params) }, original);
  });
  for (const [type, models] of runtime.models) {
    // Its calls are seen at the queue, and Runline has wrapped it before the agent was ready.
    if (type === "TEXT_EMBEDDING") continue;
    for (const model of models) {
      replace(model, "handler", (original) => async (...args) => {
        const { step } = scopes.getStore() ?? {};
        if (!step) {
          outside.push(type);
          return original(...args);
        }
        step.provider = model.provider;
        step.path = step.path.replace(`model_call ${step.name}`, `model_call ${type}`); // elizaOS 2.0 may take that of another type
        step.name = type;
        step.began[1] = Date.now();
        try {
          return await original(...args);
        } finally {
          step.ended[0] = Date.now();
        }
      });
    }
  }

  /** Which attempt it is, when the call repeats the one before it, of the same action, provider or outside of any, word for word. */
  function toAttempt({ prompts, run, plan, step }, type, { prompt }) {
    const place = step?.kind === "context_provider" ? step : (plan?.announced?.actionId ?? run);
    const before = prompts.get(place);
    const attempt = before?.type === type && before.prompt === prompt ? before.attempt + 1 : 1;
    prompts.set(place, { type, prompt, attempt });
    return attempt > 1 ? `(attempt ${attempt})` : undefined;
  }

  const listeners = {
    RUN_STARTED({ runId }) {
      const { run } = scopes.getStore();
      run.runId = runId;
      run.began[1] = Date.now();
    },
    RUN_ENDED: endRun,
    RUN_TIMEOUT: endRun,
    ACTION_STARTED({ content: { actionId } }) {
      const { plan } = scopes.getStore() ?? {};
      if (plan) plan.announced = { actionId, at: Date.now() };
    },
    ACTION_COMPLETED({ content: { actionId } }) {
      const action = scopes.getStore()?.group?.steps.find((step) => step.actionId === actionId);
      if (action) action.ended[1] = Date.now();
    },
    EMBEDDING_GENERATION_REQUESTED({ memory }) {
      const scope = scopes.getStore();
      if (!scope) return;
      const step = addStep(scope, { kind: "embedding", began: [Date.now(), null], memoryId: memory.id });
      requested.set(memory, step);
      queued++;
      if (!isQueueWatched) watchQueue();
    },
    EMBEDDING_GENERATION_FAILED({ memory }) {
      if (requested.has(memory)) queued--;
    },
  };

  function endRun({ runId, status, error }) {
    const run = runs.find((candidate) => candidate.runId === runId);
    run.reports.push({ status, error });
    run.ended[0] ??= Date.now();
  }

  /** The queue works outside of runs, and may need several attempts. The last one tells how it went. */
  function watchQueue() {
    isQueueWatched = true;
    replace(runtime.getService("embedding-generation"), "generateEmbedding", (original) => async (item) => {
      const step = requested.get(item.memory);
      if (!step) return original(item);
      step.began[1] ??= Date.now();
      try {
        await original(item);
        Object.assign(step, { ok: true, error: undefined, ended: [step.began[1], Date.now()] });
        queued--;
      } catch (error) {
        Object.assign(step, { error: error.message, ended: [Date.now(), null] });
        throw error;
      }
    });
  }

  // Before anybody else hears of it.
  replace(runtime, "emitEvent", (original) => (event, payload) => {
    listeners[event]?.(payload);
    return original(event, payload);
  });

  /** Wraps a method for calls in a run; `wrapper` gets the scope, the call to make and its arguments. */
  function wrapInRun(owner, method, wrapper) {
    replace(owner, method, (original) => (...args) => {
      const scope = scopes.getStore();
      return scope ? wrapper(scope, () => original(...args), args) : original(...args);
    });
  }

  return {
    runs,
    outside,
    /** Whether nothing is going on any more, work that runs left behind included. */
    isIdle: () => working === 0 && queued === 0 && !runs.some(goesOn),
  };
}

/** A run that has timed out goes on, also between two steps, until elizaOS reports its end as well. */
function goesOn({ reports }) {
  return reports.length === 1 && reports[0].status === "timeout";
}

function replace(owner, method, wrapper) {
  const original = owner[method].bind(owner);
  owner[method] = wrapper(original);
}
