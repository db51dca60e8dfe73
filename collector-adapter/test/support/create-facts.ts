import type { StoredFacts } from "../../src/records/span-record.ts";

/** Facts of a span of a service that is not an agent; by default it lasts from 1000 to 2000 ms and is called after its id. */
export function createFacts(spanId: string, parentSpanId?: string, facts: Partial<StoredFacts> = {}): StoredFacts {
  return {
    traceId: "0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10",
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    kind: "infrastructure",
    name: spanId,
    label: spanId,
    convention: "none",
    serviceName: "travel",
    startedAt: 1000,
    endedAt: 2000,
    ...facts,
  };
}

/** Facts of a span that is the run of an agent, in a process of its own unless told otherwise. */
export function createAgentFacts(spanId: string, parentSpanId?: string, facts: Partial<StoredFacts> = {}): StoredFacts {
  const agent = { kind: "run", convention: "gen_ai", agentName: spanId, serviceName: spanId } as const;
  return createFacts(spanId, parentSpanId, { ...agent, ...facts });
}
