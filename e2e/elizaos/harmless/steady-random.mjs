import { listCallers } from "./list-callers.mjs";

/**
 * elizaOS shuffles the lists in its prompts by `Math.random`. This makes every draw the same for the rest of the process, so
 * that two runs can be compared. OpenTelemetry draws its ids by it too and keeps the real one.
 */
export function steadyRandom() {
  const random = Math.random;
  Math.random = () => (listCallers(1)[0]?.includes("@opentelemetry") ? random() : 0.5);
}
