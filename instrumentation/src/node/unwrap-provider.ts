import type { TracerProvider } from "@opentelemetry/api";

/** The provider itself where OpenTelemetry's API hands out a proxy of it, which has no `forceFlush`. */
export function unwrapProvider(provider: TracerProvider): TracerProvider {
  if (!("getDelegate" in provider) || typeof provider.getDelegate !== "function") return provider;
  const delegate: unknown = provider.getDelegate();
  return isTracerProvider(delegate) ? delegate : provider;
}

function isTracerProvider(value: unknown): value is TracerProvider {
  return typeof value === "object" && value !== null && "getTracer" in value && typeof value.getTracer === "function";
}
