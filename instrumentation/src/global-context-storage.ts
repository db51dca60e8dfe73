import { ROOT_CONTEXT, context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { callOnce } from "./call-once.ts";
import { safely } from "./safely.ts";
import type { ContextStorage } from "./types.ts";

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
