import { safely } from "../safely.ts";
import type { ElizaRuntime } from "./internal-types.ts";
import { read } from "./read.ts";

const PLAIN = { writable: true, enumerable: true, configurable: true };

/**
 * Calls `observe` with each message service of the runtime: elizaOS creates it after the plugins, and another plugin may replace
 * it at any time. A runtime whose service is behind an accessor that stays keeps it, and its service is looked for when the
 * runtime is ready.
 */
export function observeMessageService(
  runtime: Pick<ElizaRuntime, "messageService" | "initPromise">,
  observe: (service: object) => void,
): void {
  function look(service: unknown): void {
    if (typeof service === "object" && service !== null) {
      safely("observing the message service", () => observe(service), undefined);
    }
  }
  const lookNow = (): void => look(read(runtime, "messageService"));
  lookNow();
  const own = Reflect.getOwnPropertyDescriptor(runtime, "messageService");
  const isPlain = own === undefined ? !("messageService" in runtime) : "value" in own;
  if (isPlain && replaceByAccessor(runtime, own?.value, look)) return;
  const { initPromise } = runtime;
  if (initPromise instanceof Promise) void initPromise.then(lookNow, () => undefined);
}

function replaceByAccessor(runtime: object, current: unknown, look: (service: unknown) => void): boolean {
  let service = current;
  return Reflect.defineProperty(runtime, "messageService", {
    configurable: true,
    enumerable: true,
    get: () => service,
    set(this: object, next: unknown) {
      if (this === runtime) service = next;
      // An object derived from the runtime gets a member of its own, as if there were no accessor.
      else Reflect.defineProperty(this, "messageService", { value: next, ...PLAIN });
      look(next);
    },
  });
}
