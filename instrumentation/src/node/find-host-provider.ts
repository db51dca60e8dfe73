import { ROOT_CONTEXT, SamplingDecision, SpanKind, TraceFlags, trace } from "@opentelemetry/api";
import type { Span, Tracer, TracerProvider } from "@opentelemetry/api";
import { safely } from "../safely.ts";

/** On a tracer provider that `startTelemetry` has made, of any copy of this package. */
const OWN = Symbol.for("runline.tracer-provider");

const PROBE_NAME = "Runline probe";
/** A trace that samplers by ratio take whatever their ratio: by the sum of its parts it is 0, and it ends in the largest number. */
const LUCKY_TRACE_ID = "0000000100000001ffffffffffffffff";
/** Enough to find out a sampler that cannot be asked: one that keeps 10 % of the traces is missed once in 850 starts. */
const MAX_PROBES = 64;

/**
 * The global tracer provider, if it is the host's and records: an agent in a process with OpenTelemetry of its own has its
 * runs where everything else of the process is. Sentry, which `@elizaos/server` starts, takes the global place and records
 * nothing. A host that samples records, however few traces it keeps: that is its choice.
 */
export function findHostProvider(): TracerProvider | undefined {
  const find = (): TracerProvider | undefined => {
    const provider = unwrapProvider(trace.getTracerProvider());
    return !(OWN in provider) && isRecording(provider.getTracer(PROBE_NAME)) ? provider : undefined;
  };
  return safely("looking for the host's OpenTelemetry", find, undefined);
}

function isRecording(tracer: Tracer): boolean {
  const decision = askSampler(tracer);
  if (decision !== undefined) return decision === SamplingDecision.RECORD_AND_SAMPLED;
  // Never ended, so that no exporter gets to see them.
  return Array.from({ length: MAX_PROBES }).some(() =>
    isSampled(tracer.startSpan(PROBE_NAME, { root: true }, ROOT_CONTEXT)),
  );
}

/**
 * What the sampler says of a run. The tracers of OpenTelemetry's SDK have theirs in a private member: asking it makes no span
 * and leaves nothing to chance.
 *
 * @returns `undefined` when there is none to ask
 */
function askSampler(tracer: Tracer): unknown {
  const sampler: unknown = Reflect.get(tracer, "_sampler");
  if (typeof sampler !== "object" || sampler === null) return undefined;
  const shouldSample: unknown = Reflect.get(sampler, "shouldSample");
  if (typeof shouldSample !== "function") return undefined;
  const args = [ROOT_CONTEXT, LUCKY_TRACE_ID, PROBE_NAME, SpanKind.INTERNAL, {}, []];
  const result: unknown = Reflect.apply(shouldSample, sampler, args);
  return typeof result === "object" && result !== null && "decision" in result ? result.decision : undefined;
}

function isSampled(span: Span): boolean {
  return span.isRecording() && (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}

/** Marks a provider as ours, which is not a host's. */
export function markOwnProvider(provider: object): void {
  Reflect.defineProperty(provider, OWN, { value: true });
}

/** The provider itself where OpenTelemetry's API hands out a proxy of it, which has no `forceFlush`. */
export function unwrapProvider(provider: TracerProvider): TracerProvider {
  if (!("getDelegate" in provider) || typeof provider.getDelegate !== "function") return provider;
  const delegate: unknown = provider.getDelegate();
  return isTracerProvider(delegate) ? delegate : provider;
}

function isTracerProvider(value: unknown): value is TracerProvider {
  return typeof value === "object" && value !== null && "getTracer" in value && typeof value.getTracer === "function";
}
