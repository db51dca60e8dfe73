import { diag } from "@opentelemetry/api";

/** Tells OpenTelemetry's `diag` about a problem. Its logger is the host's: what that throws goes nowhere, least of all to the agent. */
export function reportProblem(message: string, ...details: unknown[]): void {
  try {
    diag.warn(`Runline: ${message}`, ...details);
  } catch {
    // There is nobody left to tell.
  }
}

/** Runs our own code inside somebody else's: what it throws goes to OpenTelemetry's `diag`, and the fallback is returned. */
export function safely<T>(what: string, fn: () => T, fallback: T): T {
  try {
    return fn();
  } catch (error) {
    reportProblem(`${what} failed; the agent is not affected.`, error);
    return fallback;
  }
}
