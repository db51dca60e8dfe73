import { safely } from "../safely.ts";
import type { ElizaRuntime } from "./internal-types.ts";

/**
 * Looks at an event of elizaOS, which waits for every handler and fails the run with whatever one throws: this handler is done
 * when it returns, and throws nothing.
 */
export function observeEvent(
  runtime: Pick<ElizaRuntime, "registerEvent">,
  event: string,
  observe: (payload: unknown) => void,
): void {
  runtime.registerEvent(event, (payload) => {
    safely(`observing ${event}`, () => observe(payload), undefined);
    return Promise.resolve();
  });
}
