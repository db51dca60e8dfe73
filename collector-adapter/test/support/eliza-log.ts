import { createHash } from "node:crypto";

/** A row of elizaOS's `logs`, its time in ms since the epoch. */
export interface ElizaRow {
  id: string;
  at: number;
  entityId: string;
  roomId: string;
  type: string;
  body: Record<string, unknown>;
}

/** A run of the log. */
export interface ElizaRun {
  name: string;
  room: string;
}

/** What else is said of a model call. */
interface ElizaCall {
  type?: string;
  /** The action that elizaOS takes for the current one, and its run when that is not the current one. */
  action?: string;
  actionOf?: ElizaRun;
  /** Before the process has had its first run. */
  outside?: boolean;
  /** When its row is written; elizaOS does not wait for it. */
  writtenAt?: number;
}

/** Writes the rows that elizaOS writes, at the moments that the caller says, in seconds from the beginning of the log. */
export interface ElizaLog {
  readonly agentId: string;
  /** Its beginning, ms since the epoch. */
  readonly startedAt: number;
  readonly rows: readonly ElizaRow[];
  toRunId(run: ElizaRun): string;
  toMessageId(run: ElizaRun): string;
  toActionId(run: ElizaRun, action: string): string;
  /** `run_event` at its start. */
  start(run: ElizaRun, at: number): void;
  /** `run_event` at its end. */
  end(run: ElizaRun, at: number, how?: { status?: string; error?: string }): void;
  /** `action_event`; `plan` names the plan. */
  beginAction(run: ElizaRun, action: string, at: number, plan?: string): void;
  /** `action`; `current` is the run that elizaOS takes for the current one, `result` what elizaOS 2.0 logs of the result. */
  endAction(
    run: ElizaRun,
    action: string,
    at: number,
    options?: { plan?: string; step?: string; current?: ElizaRun; result?: object },
  ): void;
  /** `useModel`, which names the current run and action. */
  call(current: ElizaRun, from: number, to: number, options?: ElizaCall): void;
  /** `evaluator`. */
  evaluate(run: ElizaRun, evaluator: string, at: number): void;
  /** `embedding_event` of the run's message, or of another memory. */
  embed(run: ElizaRun, at: number, options: { durationMs?: number; error?: string; memory?: string }): void;
}

/** The id that a name has in these logs. */
export function toId(...name: readonly string[]): string {
  const hex = createHash("sha256").update(name.join("/")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** An empty log that begins at `startedAt`, ms since the epoch. */
export function createElizaLog(startedAt: number, agent = "Ada"): ElizaLog {
  const rows: ElizaRow[] = [];
  const startedOf = new Map<string, number>();
  const agentId = toId("agent", agent);
  const toTime = (at: number) => startedAt + Math.round(at * 1000);
  const toIds = ({ name, room }: ElizaRun) => ({
    runId: toId("run", agent, name),
    messageId: toId("message", agent, name),
    roomId: toId("room", agent, room),
    entityId: toId("entity", agent, room),
  });
  const toActionId = (run: ElizaRun, action: string) => toId("action", agent, run.name, action);
  const toPlanId = (run: ElizaRun, plan = "plan") => toId("plan", agent, run.name, plan);

  function add(
    type: string,
    at: number,
    place: { entityId: string; roomId: string },
    body: Record<string, unknown>,
  ): void {
    const { entityId, roomId } = place;
    rows.push({ id: toId("row", agent, String(rows.length)), at: toTime(at), entityId, roomId, type, body });
  }

  return {
    agentId,
    startedAt,
    rows,
    toRunId: (run) => toIds(run).runId,
    toMessageId: (run) => toIds(run).messageId,
    toActionId,
    start(run, at) {
      const ids = toIds(run);
      add("run_event", at, ids, { ...ids, status: "started", startTime: toTime(at), source: "messageHandler" });
      startedOf.set(ids.runId, toTime(at));
    },
    end(run, at, { status = "completed", error } = {}) {
      const ids = toIds(run);
      const startTime = startedOf.get(ids.runId) ?? toTime(at);
      add("run_event", at, ids, {
        ...ids,
        status,
        error,
        startTime,
        endTime: toTime(at),
        duration: toTime(at) - startTime,
      });
    },
    beginAction(run, action, at, plan) {
      const { roomId } = toIds(run);
      const actionId = toActionId(run, action);
      const body = { runId: toPlanId(run, plan), actionId, actionName: action, roomId, messageId: actionId };
      add(
        "action_event",
        at,
        { entityId: agentId, roomId },
        { ...body, timestamp: toTime(at), source: "actionHandler" },
      );
    },
    endAction(run, action, at, { plan, step, current = run, result } = {}) {
      const ids = toIds(run);
      const runs = { runId: toPlanId(run, plan), parentRunId: toIds(current).runId };
      const body = { ...runs, action, actionId: toActionId(run, action), messageId: ids.messageId, planStep: step };
      add("action", at, ids, {
        ...body,
        message: "secret",
        state: { huge: true },
        result: result ?? null,
        isLegacyReturn: false,
      });
    },
    call(current, from, to, { type = "TEXT_LARGE", action, actionOf = current, outside = false, writtenAt = to } = {}) {
      const { runId, roomId } = toIds(current);
      const actionContext = action && { actionId: toActionId(actionOf, action), actionName: action };
      const body = {
        runId,
        modelType: type,
        modelKey: type,
        provider: "local",
        prompt: "secret",
        params: { stream: false },
      };
      const times = { timestamp: toTime(to), executionTime: (to - from) * 1000 };
      const place = { entityId: agentId, roomId: outside ? agentId : roomId };
      add(`useModel:${type}`, writtenAt, place, { ...body, ...times, actionContext, response: "secret" });
    },
    evaluate(run, evaluator, at) {
      const ids = toIds(run);
      add("evaluator", at, ids, {
        evaluator,
        messageId: ids.messageId,
        runId: ids.runId,
        message: "secret",
        state: {},
      });
    },
    embed(run, at, { durationMs, error, memory }) {
      const { runId, messageId, roomId } = toIds(run);
      const memoryId = memory === undefined ? messageId : toId("memory", memory);
      const status = error === undefined ? "completed" : "failed";
      add(
        "embedding_event",
        at,
        { entityId: agentId, roomId },
        { runId, memoryId, status, duration: durationMs, error },
      );
    },
  };
}
