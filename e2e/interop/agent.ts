import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { StepHandle } from "@runline/instrumentation";
import { startTelemetry } from "@runline/instrumentation/node";
import type { EndedSpan } from "./span-store.ts";

/** One run that the agent performs. */
interface TestRun {
  readonly runId: string;
  readonly traceId: string;
  hasEnded(): boolean;
  /** Resolves when the run has ended. */
  readonly ended: Promise<void>;
}

/** An agent in this process, set up as the instrumentation's users do, with snapshots of what is in progress. */
export interface TestAgent {
  /** Starts a run with a plan of `steps` actions, one after the other, each with one model call of `stepMs`. */
  startRun(options: { steps: number; stepMs: number }): TestRun;
  /** Every span that has ended so far. */
  endedSpans(): readonly EndedSpan[];
  runs(): readonly TestRun[];
  /** How often the instrumentation has said that it cannot deliver. */
  warnings(): number;
  /** Sends what has ended. */
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Starts the agent; it sends to the Collector at `endpoint`. */
export function startAgent(endpoint: string): TestAgent {
  // What the shell says would change what is sent, or where to.
  for (const name of Object.keys(process.env)) if (name.startsWith("OTEL_")) delete process.env[name];

  const ended: EndedSpan[] = [];
  const runs: TestRun[] = [];
  let warnings = 0;
  process.on("warning", (warning) => {
    if ("code" in warning && warning.code === "RUNLINE_EXPORT") warnings += 1;
  });
  const telemetry = startTelemetry({
    endpoint,
    serviceName: "interop-agent",
    agent: { agentId: randomUUID(), agentName: "Interop agent" },
    flushOnExit: false,
  });
  const tracer = telemetry.runTracer;

  function end(step: StepHandle): void {
    step.end();
    ended.push({ traceId: step.spanContext.traceId, spanId: step.spanContext.spanId });
  }

  async function perform(run: StepHandle, steps: number, stepMs: number): Promise<void> {
    const plan = tracer.startPlan({ parent: run, size: steps });
    for (let step = 1; step <= steps; step += 1) {
      const action = tracer.startAction({ parent: plan, name: "LOOK_UP", planStep: `${step}/${steps}` });
      const call = tracer.startModelCall({ parent: action, modelType: "TEXT_SMALL", model: "test", provider: "test" });
      await sleep(stepMs);
      end(call);
      end(action);
    }
    end(plan);
    end(run);
  }

  return {
    startRun({ steps, stepMs }) {
      const run = tracer.startRun({ roomId: randomUUID(), entityId: randomUUID(), messageId: randomUUID() });
      let hasEnded = false;
      async function performToEnd(): Promise<void> {
        await perform(run, steps, stepMs);
        hasEnded = true;
      }
      const started: TestRun = {
        runId: run.runId ?? "none",
        traceId: run.spanContext.traceId,
        hasEnded: () => hasEnded,
        ended: performToEnd(),
      };
      runs.push(started);
      return started;
    },
    endedSpans: () => ended,
    runs: () => runs,
    warnings: () => warnings,
    flush: telemetry.flush,
    shutdown: telemetry.shutdown,
  };
}
