import { context, propagation, trace } from "@opentelemetry/api";
import type { TracerProvider } from "@opentelemetry/api";
import {
  AsyncLocalStorageContextManager,
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "../opentelemetry-sdk.ts";
import { unwrapProvider } from "./find-host-provider.ts";

/**
 * Makes the provider the process's OpenTelemetry: each of its places (tracer provider, context manager, propagator) that
 * nobody else holds. What holds a place need not be visible: OpenTelemetry's API hides from a newer version of itself what an
 * older one has registered, so that only its own word says which places were taken.
 *
 * @returns a function that gives back the places it took, and no other
 */
export function registerGlobals(provider: TracerProvider): () => void {
  const contextManager = new AsyncLocalStorageContextManager().enable();
  const propagator = new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
  });
  trace.setGlobalTracerProvider(provider);
  const tookContext = context.setGlobalContextManager(contextManager);
  const tookPropagation = propagation.setGlobalPropagator(propagator);
  return () => {
    if (unwrapProvider(trace.getTracerProvider()) === provider) trace.disable();
    if (tookContext) context.disable();
    if (tookPropagation) propagation.disable();
  };
}
