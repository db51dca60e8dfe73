import { ROOT_CONTEXT, ProxyTracerProvider, context, createContextKey, propagation, trace } from "@opentelemetry/api";
import type { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

/**
 * Makes the provider the process's OpenTelemetry: each of its places (tracer provider, context manager, propagator) that
 * nobody else holds.
 *
 * @returns a function that gives back the places it took, and no other
 */
export function registerGlobals(provider: NodeTracerProvider): () => void {
  const tookContext = !hasContextManager();
  const tookPropagation = propagation.fields().length === 0;
  provider.register();
  return () => {
    if (isGlobal(provider)) trace.disable();
    if (tookContext) context.disable();
    if (tookPropagation) propagation.disable();
  };
}

/** OpenTelemetry does not tell; without a context manager a context is not carried along. */
function hasContextManager(): boolean {
  const probe = ROOT_CONTEXT.setValue(createContextKey("Runline probe"), true);
  return context.with(probe, () => context.active() === probe);
}

function isGlobal(provider: NodeTracerProvider): boolean {
  const global = trace.getTracerProvider();
  return global instanceof ProxyTracerProvider && global.getDelegate() === provider;
}
