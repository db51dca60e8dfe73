import { context } from "@opentelemetry/api";
import type { ContextStorage } from "./types.ts";

/** OpenTelemetry's own context: nests as soon as the host has registered a context manager. */
export const globalContextStorage: ContextStorage = {
  active: () => context.active(),
  with: (active, fn) => context.with(active, fn),
};
