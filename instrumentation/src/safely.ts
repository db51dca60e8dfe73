import { reportProblem } from "./report-problem.ts";

/** Runs our own code inside somebody else's: what it throws goes to OpenTelemetry's `diag`, and the fallback is returned. */
export function safely<T>(what: string, fn: () => T, fallback: T): T {
  try {
    return fn();
  } catch (error) {
    reportProblem(`${what} failed; the agent is not affected.`, error);
    return fallback;
  }
}
