/** What every row of elizaOS's `logs` says. Times are ms since the epoch, ids are lower-case UUIDs. */
interface BaseRow {
  id: string;
  /** When the row was written, by the clock of the database. It is also the order of the log. */
  at: number;
  /** Agent whose row it is: the row's own entity where that is the agent, else the agent of the room. */
  agentId: string;
  roomId: string;
  /** Run or plan that the row names: with overlapping runs often another one than its own. */
  runId?: string | undefined;
}

/** The start or an end of a run: its ids are right, always. */
export interface ElizaRunRow extends BaseRow {
  kind: "run";
  runId: string;
  /** `started`, or how elizaOS says that it ended. */
  status: string;
  entityId: string;
  messageId?: string | undefined;
  startedAt: number;
  endedAt?: number | undefined;
  error?: string | undefined;
}

/** An action begins. It names its plan, but neither its run nor its message. */
export interface ActionStartRow extends BaseRow {
  kind: "action_start";
  actionId: string;
  actionName: string;
  startedAt: number;
}

/** How an action ended. */
export interface ActionOutcome {
  success: boolean;
  error: string | undefined;
  /** Content. */
  result: unknown;
}

/** An action has returned. Its message is right, and with it the run. */
export interface ActionEndRow extends BaseRow {
  kind: "action_end";
  actionId: string;
  actionName: string;
  entityId: string;
  messageId?: string | undefined;
  parentRunId?: string | undefined;
  planStep?: string | undefined;
  /** elizaOS 2.0 logs it; 1.7 loses it in the log and remembers it (`read-details.ts`). */
  outcome?: ActionOutcome | undefined;
}

/** A model call, embeddings included. Its run, room and action are what was current when it ended. */
export interface ModelCallRow extends BaseRow {
  kind: "model_call";
  modelType: string;
  startedAt: number;
  endedAt: number;
  provider?: string | undefined;
  stream: boolean;
  actionId?: string | undefined;
  prompt?: unknown;
  response?: unknown;
}

/** An evaluator has returned. Its message is right. */
export interface EvaluatorRow extends BaseRow {
  kind: "evaluator";
  evaluatorName: string;
  entityId: string;
  messageId?: string | undefined;
}

/** The vector of a memory was written or could not be. */
export interface EmbeddingRow extends BaseRow {
  kind: "embedding";
  memoryId?: string | undefined;
  failed: boolean;
  error?: string | undefined;
  durationMs?: number | undefined;
}

/** A row of elizaOS's `logs` that tells something of a run. */
export type ElizaLogRow = ElizaRunRow | ActionStartRow | ActionEndRow | ModelCallRow | EvaluatorRow | EmbeddingRow;
