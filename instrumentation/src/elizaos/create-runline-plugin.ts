import { flushOnExit } from "../node/flush-on-exit.ts";
import { safely } from "../safely.ts";
import { settleWithin } from "../settle-within.ts";
import { toErrorDescription } from "../to-error.ts";
import { observeRuntime } from "./observe-runtime.ts";
import { getObservedRuntime } from "./observed-runtime.ts";
import { createSecretList } from "./create-secret-list.ts";
import { isElizaRuntime, listMissing } from "./internal-types.ts";
import type { ElizaRuntime } from "./internal-types.ts";
import { nameEliza } from "./name-eliza.ts";
import { openPluginTelemetry } from "./plugin-telemetry.ts";
import type { PluginTelemetry, RunlinePluginOptions } from "./plugin-telemetry.ts";
import { read, readString } from "./read.ts";
import { warnOfGap } from "./warn-of-gap.ts";
import { wrapOnce } from "./wrap-once.ts";

/** Longest `runtime.stop()` waits for the delivery of spans, in ms. */
const MAX_STOP_WAIT_MS = 5_000;

/** Whoever waits for runs to show should know where they are. */
const USES_HOST =
  "Runline: this process has an OpenTelemetry of its own. Runs go where it sends its spans, and show when they end. " +
  'createRunlinePlugin({ tracerProvider: "own" }) sends them to Runline at once.';

/** An elizaOS plugin, ready for the `plugins` of a character or project. */
export interface RunlinePlugin {
  name: string;
  description: string;
  /** Called by elizaOS with the runtime of the agent. */
  init(config: Record<string, string>, runtime: object): Promise<void>;
}

/**
 * Creates the plugin that turns the runs of an elizaOS agent, 1.7 or 2.0, into spans. One plugin may serve several agents of a
 * process; adding it twice to one agent changes nothing. On `runtime.stop()`, SIGTERM and SIGINT it ends what is still open
 * as an error and delivers what is left.
 *
 * @example
 * const plugin = createRunlinePlugin({ endpoint: "https://runline.example", headers: { authorization: `Bearer ${token}` } });
 * export const project = { agents: [{ character, plugins: [plugin] }] };
 */
export function createRunlinePlugin(options: RunlinePluginOptions = {}): RunlinePlugin {
  let telemetry: PluginTelemetry | undefined;
  let stopListening: (() => void) | undefined;
  const observed = new WeakSet<ElizaRuntime>();
  const running = new Set<ElizaRuntime>();

  function observe(runtime: ElizaRuntime): void {
    const agentName = readString(runtime, "character", "name");
    if (telemetry === undefined) {
      telemetry = openPluginTelemetry(options, agentName);
      if (telemetry.isFound) logInfo(runtime, USES_HOST);
    }
    const { flush, endOpen, captureContent, contextStorage, createAgentTracer } = telemetry;
    observeRuntime(runtime, {
      tracer: createAgentTracer({ agentId: runtime.agentId, agentName, secrets: createSecretList(runtime) }),
      contextStorage,
      captureContent,
      contextProviderSpans: options.contextProviderSpans !== false,
    });
    observed.add(runtime);

    function letGo(): void {
      running.delete(runtime);
      if (running.size > 0) return;
      contextStorage.release();
      stopListening?.();
      stopListening = undefined;
    }
    wrapOnce(runtime, "stop", async ({ proceed }) => {
      try {
        await proceed();
      } finally {
        safely("ending what is open", () => endOpen("The agent was stopped", runtime.agentId), undefined);
        await settleWithin(flush(), MAX_STOP_WAIT_MS);
        safely("letting go of a stopped agent", letGo, undefined);
      }
    });
  }

  function start(runtime: ElizaRuntime): void {
    if (getObservedRuntime(runtime) === undefined) observe(runtime);
    // Observed by another instance of the plugin, which listens for it. One of ours may have been stopped and started again.
    if (telemetry === undefined || !observed.has(runtime)) return;
    running.add(runtime);
    if (options.flushOnExit !== false) stopListening ??= flushOnExit(telemetry);
  }

  return {
    name: "runline",
    description: "Turns the runs of this agent into OpenTelemetry spans for Runline.",
    init(_config, runtime) {
      try {
        if (isElizaRuntime(runtime)) start(runtime);
        else warnOfGap(runtime, "runs", `this runtime of ${nameEliza()} lacks ${listMissing(runtime).join(", ")}.`);
      } catch (error) {
        warnOfGap(runtime, "runs", toErrorDescription(error).message);
      }
      return Promise.resolve();
    },
  };
}

/** Says something in the agent's own log, where it has one. */
function logInfo(runtime: ElizaRuntime, message: string): void {
  const logger = read(runtime, "logger");
  const info = read(logger, "info");
  if (typeof info !== "function") return;
  const context = { src: "plugin:runline", agentId: runtime.agentId };
  safely("logging", () => void Reflect.apply(info, logger, [context, message]), undefined);
}
