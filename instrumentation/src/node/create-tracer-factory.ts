import { listSecrets } from "../content/create-secret-filter.ts";
import { parsePriceTable } from "../cost.ts";
import { createRunTracer } from "../run-tracer.ts";
import type { RunTracer, RunTracerOptions } from "../run-tracer.ts";
import { safely } from "../safely.ts";
import type { AgentOptions, TelemetryOptions } from "./telemetry-config.ts";

/** What all tracers of a process have in common beside its options. */
type SharedOptions = Pick<RunTracerOptions, "captureContent" | "tracerProvider" | "contextStorage" | "spanIds">;

/** Makes the tracers of the agents of a process. A wrong price is reported by one process warning. */
export function createTracerFactory(
  options: TelemetryOptions,
  shared: SharedOptions,
): (agent: AgentOptions) => RunTracer {
  const { redact, secrets } = options;
  const prices = safely("reading the prices", () => parsePriceTable(options.prices, warn), {});
  return ({ agentId, agentName, secrets: ofAgent }) =>
    createRunTracer({
      ...shared,
      agentId,
      agentName,
      redact,
      prices,
      secrets: () => [...listSecrets(secrets), ...listSecrets(ofAgent)],
    });
}

function warn(message: string): void {
  process.emitWarning(`Runline: ${message}`, { type: "RunlineWarning", code: "RUNLINE_PRICES" });
}
