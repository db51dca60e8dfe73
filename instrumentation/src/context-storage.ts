import { ROOT_CONTEXT, context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { reportProblem, safely } from "./safely.ts";

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
  with: callOnce,
};

function readActive(): Context {
  const active: unknown = context.active();
  return isContext(active) ? active : ROOT_CONTEXT;
}

function isContext(value: unknown): value is Context {
  return typeof value === "object" && value !== null && "getValue" in value && typeof value.getValue === "function";
}

/** What came of the call, once it has been made. A promise is a value. */
interface Call<T> {
  isMade: boolean;
  outcome?: { value: T } | { error: unknown };
}

/**
 * Calls `fn` in the context by way of the host's manager, which may throw, call back twice, later or never: `fn` runs exactly once and
 * before this returns, and what it returns or throws is what comes out.
 */
function callOnce<T>(active: Context, fn: () => T): T {
  const call: Call<T> = { isMade: false };
  function make(): void {
    if (call.isMade) return;
    call.isMade = true;
    try {
      call.outcome = { value: fn() };
    } catch (error) {
      call.outcome = { error };
    }
  }
  try {
    context.with(active, make);
  } catch (error) {
    reportProblem("carrying the context failed; the agent is not affected.", error);
  }
  make();
  const { outcome } = call;
  if (outcome === undefined || "error" in outcome) throw outcome?.error;
  return outcome.value;
}
