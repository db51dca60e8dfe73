import { ROOT_CONTEXT, context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { safely } from "./safely.ts";

/**
 * Carries the active OpenTelemetry context along the asynchronous calls. The default is OpenTelemetry's global one, which
 * does nothing until the host registers a context manager; `@runline/instrumentation/node` has one of its own.
 */
export interface ContextStorage {
  active(): Context;
  with<T>(context: Context, fn: () => T): T;
}

/**
 * OpenTelemetry's own context: nests as soon as the host has registered a context manager. One that is broken costs the
 * nesting and nothing else.
 */
export const globalContextStorage: ContextStorage = {
  active: () => safely("reading the active context", readActive, ROOT_CONTEXT),
  with: (active, fn) => callOnce((call) => context.with(active, call), fn),
};

function readActive(): Context {
  const active: unknown = context.active();
  return isContext(active) ? active : ROOT_CONTEXT;
}

function isContext(value: unknown): value is Context {
  return typeof value === "object" && value !== null && "getValue" in value && typeof value.getValue === "function";
}

/** What came of the call. A promise is a value. */
type Outcome<T> = { value: T } | { error: unknown };

/**
 * Calls `fn` by way of `carry`, which is the host's and may throw, call back twice, later or never: `fn` runs exactly once and
 * before this returns, and what it returns or throws is what comes out.
 */
function callOnce<T>(carry: (call: () => void) => void, fn: () => T): T {
  const made: { outcome?: Outcome<T> } = {};
  let isCalled = false;
  function call(): void {
    if (isCalled) return;
    isCalled = true;
    try {
      made.outcome = { value: fn() };
    } catch (error) {
      made.outcome = { error };
    }
  }
  safely("carrying the context", () => carry(call), undefined);
  call();
  const { outcome } = made;
  if (outcome === undefined || "error" in outcome) throw outcome?.error;
  return outcome.value;
}
