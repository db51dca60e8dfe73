import type { TracerProvider } from "@opentelemetry/api";
import { flushOnExit } from "../node/flush-on-exit.ts";
import type { TelemetryOptions } from "../node/telemetry-options.ts";
import { toErrorDescription } from "../to-error.ts";
import { attachRuntime } from "./attach-runtime.ts";
import { getAttachment } from "./attachment.ts";
import { isElizaRuntime } from "./internal-types.ts";
import type { ElizaRuntime } from "./internal-types.ts";
import { openPluginTelemetry } from "./plugin-telemetry.ts";
import type { PluginTelemetry } from "./plugin-telemetry.ts";

/** Longest `runtime.stop()` waits for the delivery of spans, in ms. */
const MAX_STOP_WAIT_MS = 5_000;

/** Options of {@link createRunlinePlugin}: those of `startTelemetry`, and the host's own provider instead of one of ours. */
export interface RunlinePluginOptions extends Omit<TelemetryOptions, "agent"> {
  /**
   * Tracer provider of the host. Spans then go where the host sends them: set up delivery, sampling and exit there. Trace ids are
   * the host's, and runs show only when they end.
   */
  tracerProvider?: TracerProvider | undefined;
}

/** An elizaOS plugin, ready for the `plugins` of a character or project. */
export interface RunlinePlugin {
  name: string;
  description: string;
  /** Called by elizaOS with the runtime of the agent. */
  init(config: Record<string, string>, runtime: object): Promise<void>;
}

/**
 * Creates the plugin that turns the runs of an elizaOS 1.7 agent into spans. One plugin may serve several agents of a
 * process; adding it twice to one agent changes nothing. It delivers what is left on `runtime.stop()`, SIGTERM and SIGINT.
 *
 * @example
 * const plugin = createRunlinePlugin({ endpoint: "https://runline.example", headers: { authorization: `Bearer ${token}` } });
 * export const project = { agents: [{ character, plugins: [plugin] }] };
 */
export function createRunlinePlugin(options: RunlinePluginOptions = {}): RunlinePlugin {
  let telemetry: PluginTelemetry | undefined;
  let stopListening: (() => void) | undefined;
  const running = new Set<ElizaRuntime>();

  function attach(runtime: ElizaRuntime): void {
    const agentName = typeof runtime.character.name === "string" ? runtime.character.name : undefined;
    telemetry ??= openPluginTelemetry(options, agentName);
    const { flush, captureContent, contextStorage, createAgentTracer } = telemetry;
    attachRuntime(runtime, {
      tracer: createAgentTracer({ agentId: runtime.agentId, agentName }),
      contextStorage,
      captureContent,
    });
    running.add(runtime);
    if (options.flushOnExit !== false) stopListening ??= flushOnExit(telemetry);

    const stop = runtime.stop.bind(runtime);
    runtime.stop = async () => {
      try {
        await stop();
      } finally {
        await settleWithin(flush(), MAX_STOP_WAIT_MS);
        running.delete(runtime);
        if (running.size === 0) {
          stopListening?.();
          stopListening = undefined;
        }
      }
    };
  }

  return {
    name: "runline",
    description: "Turns the runs of this agent into OpenTelemetry spans for Runline.",
    init(_config, runtime) {
      try {
        if (!isElizaRuntime(runtime)) warn("this is no elizaOS 1.7 runtime; Runline supports no other.");
        else if (getAttachment(runtime) === undefined) attach(runtime);
      } catch (error) {
        warn(toErrorDescription(error).message);
      }
      return Promise.resolve();
    },
  };
}

/** The agent starts all the same; whoever added the plugin should know why no run shows. */
function warn(reason: string): void {
  process.emitWarning(`Runline does not record the runs of this agent: ${reason}`, {
    type: "RunlineWarning",
    code: "RUNLINE_ELIZAOS",
  });
}

async function settleWithin(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
