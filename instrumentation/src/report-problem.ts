import { diag } from "@opentelemetry/api";

/** Tells OpenTelemetry's `diag` about a problem. Its logger is the host's: what that throws goes nowhere, least of all to the agent. */
export function reportProblem(message: string, ...details: unknown[]): void {
  try {
    diag.warn(`Runline: ${message}`, ...details);
  } catch {
    // There is nobody left to tell.
  }
}
