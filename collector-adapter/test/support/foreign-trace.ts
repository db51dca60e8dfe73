import { randomUUID } from "node:crypto";
import { formatUuid, toUuidV5 } from "../../src/uuid.ts";
import { newSpanId, newTraceId, type TestAttributes, type TestSpan } from "./test-span.ts";

interface ForeignSpanOptions {
  from?: number;
  to?: number;
  parent?: TestSpan;
  error?: string;
  hasRemoteParent?: boolean;
}

/**
 * A trace of an agent that knows nothing of Runline: `gen_ai.*` attributes only, each service a name of its own. It starts a
 * minute ago unless told otherwise.
 *
 * @example
 * const trace = createForeignTrace();
 * const agent = trace.span("invoke_agent travel", { "gen_ai.operation.name": "invoke_agent" });
 */
export function createForeignTrace(startedAt = Date.now() - 60_000) {
  const traceId = newTraceId();
  const serviceName = `travel-${randomUUID()}`;
  return {
    traceId,
    serviceName,
    startedAt,
    runId: formatUuid(traceId),
    /** Agent of a trace in which no span names one. */
    agentId: toUuidV5(`/${serviceName}`),
    agentIdOf: (agentName: string) => toUuidV5(`/${serviceName}/${agentName}`),
    /** A span without a parent is a root; times are ms after the start of the trace. */
    span(name: string, attributes: TestAttributes = {}, options: ForeignSpanOptions = {}): TestSpan {
      const from = options.from ?? 0;
      return {
        traceId,
        spanId: newSpanId(),
        parentSpanId: options.parent?.spanId,
        name,
        startedAt: startedAt + from,
        endedAt: startedAt + (options.to ?? from + 100),
        attributes,
        error: options.error,
        hasRemoteParent: options.hasRemoteParent,
        resource: { "service.name": serviceName },
      };
    },
  };
}
