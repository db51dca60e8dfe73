import type { LogType, RunSpan, RunStatus } from "@runline/contract";

/**
 * A span as `logs.body.span` and `open_spans.body` keep it. What it used and what went in and out is in the row under elizaOS's names;
 * who is a caller, and whether an open span is lost, is known when reading.
 */
export type StoredSpan = Omit<RunSpan, "caller" | "usage" | "input" | "output">;

/**
 * `logs.body`. Keys beside `span` are elizaOS's, so that what reads elizaOS logs can read ours. Only the row of an ended
 * span holds the span.
 */
export interface LogBody {
  span?: StoredSpan;
  [key: string]: unknown;
}

/** One row of `logs`. Times are ms since the epoch. `id` is made of the span's id, so that a retry is the same row. */
export interface LogRow {
  id: string;
  createdAt: number;
  entityId?: string | undefined;
  roomId?: string | undefined;
  agentId?: string | undefined;
  runId: string;
  parentRunId?: string | undefined;
  type: LogType;
  status?: string | undefined;
  body: LogBody;
}

/** The end of a run as one span reports it; `rank` 2 when the span is the run itself, 1 when it is the root of its trace. */
export interface RunEnd {
  status: Exclude<RunStatus, "started">;
  endedAt: number;
  rank: 1 | 2;
}

/** What one row, or one snapshot of an open span, adds to a row of `runs`. Counts are increments. */
export interface RunEffect {
  agentId: string;
  runId: string;
  parentRunId?: string | undefined;
  /** Trace as a UUID: where the infrastructure spans of the run are. */
  traceId?: string | undefined;
  roomId?: string | undefined;
  entityId?: string | undefined;
  messageId?: string | undefined;
  startedAt: number;
  lastAt: number;
  end?: RunEnd | undefined;
  /** Whether the effect comes from a snapshot or heartbeat, which only senders that also report silence send. */
  heartbeat?: boolean;
  events: number;
  actions: number;
  modelCalls: number;
  errors: number;
  evaluators: number;
  /** Keys of `RunMetadata`; `null` takes back what a span that ended earlier said. */
  metadata?: Record<string, string | boolean | null> | undefined;
}

/** A span that has started and not ended. `endRowId` names the row its end will have: once that exists, it is not open. */
export interface OpenSpan {
  runId: string;
  spanId: string;
  agentId?: string | undefined;
  startedAt: number;
  endRowId: string;
  body: StoredSpan;
}

/** An agent as seen on one span. */
interface AgentSighting {
  agentId: string;
  /** Name of its process: the agent is called so until one of its runs names it. */
  serviceName: string;
}

/** Everything one span brings to the store. */
export interface SpanRecord {
  rows: { row: LogRow; effects: RunEffect[] }[];
  /** Effects that count however often the span comes, such as heartbeats. */
  touches: RunEffect[];
  open?: OpenSpan;
  /** Where to look for the snapshot that this final span replaces. */
  closes?: { runId: string; spanId: string };
  agent?: AgentSighting;
}
