import { trace } from "@opentelemetry/api";
import type { Context, SpanContext } from "@opentelemetry/api";
import { ATTR_MESSAGE_ID, ATTR_ROOM_NAME } from "@runline/contract";
import { now } from "../clock.ts";
import { parseTraceParent } from "../opentelemetry-sdk.ts";
import { findCause, toParentContext } from "../run-scope.ts";
import { safely } from "../safely.ts";
import { observeCall } from "../steps/observe-call.ts";
import type { RunInput, RunResult } from "../steps/run.ts";
import type { RunFrame } from "./frame.ts";
import { observeMessageService } from "./observe-message-service.ts";
import { observeEvent } from "./observe-event.ts";
import { createRunId, getObservedRuntime } from "./observed-runtime.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import { read, readString } from "./read.ts";
import { wrapOnce } from "./wrap-once.ts";
import type { WrappedCall } from "./wrap-once.ts";

/** A W3C traceparent has 55 characters, and a later version may add some. */
const MAX_TRACEPARENT_CHARS = 256;

/**
 * A run is one call of `messageService.handleMessage`. Its id is made before elizaOS asks for one and handed to elizaOS, so
 * that the span has it from the start.
 */
export function observeRuns(observed: ObservedRuntime): void {
  const { runtime, frames } = observed;
  observeMessageService(runtime, (service) => wrapOnce(service, "handleMessage", handleMessage));

  wrapOnce(runtime, "startRun", ({ proceed }) => {
    const frame = frames.current()?.run;
    if (frame === undefined || frame.isClaimed) return proceed();
    frame.isClaimed = true;
    return observed.withRunId(frame.runId, proceed);
  });

  // elizaOS looks its room up before it answers, and a dozen times more: nothing is asked of its database for the name.
  wrapOnce(runtime, "getRoom", ({ args: [roomId], proceed }) => {
    const frame = frames.current()?.run;
    if (frame === undefined || frame.isRoomNamed === true || frame.roomId !== roomId) return proceed();
    return observeCall(
      proceed,
      (room) => nameRoom(frame, room),
      () => undefined, // the caller's to handle
    );
  });

  onRunEvent(observed, "RUN_STARTED", (frame) => {
    frame.isAnnounced = true;
  });
  onRunEvent(observed, "RUN_ENDED", (frame, payload) => {
    nameMessage(frame, payload);
    const status = readString(payload, "status") ?? "completed";
    frame.end = { status, error: readString(payload, "error"), at: now() };
  });
  onRunEvent(observed, "RUN_TIMEOUT", (frame, payload) => {
    nameMessage(frame, payload);
    const message = readString(payload, "error") ?? "The run exceeded its time";
    // The work goes on and reports an end of its own later; the first end counts.
    frame.run.end({ status: "timeout", error: { name: "timeout", message } });
  });
}

function handleMessage({ args, proceed }: WrappedCall): unknown {
  const [runtime, message] = args;
  const observed = getObservedRuntime(runtime);
  const messageId = readString(message, "id");
  if (observed === undefined || isHandedOn(observed, messageId)) return proceed();
  const runId = createRunId(runtime);
  if (runId === undefined) return proceed();
  observed.blindSpots.saw("runs");
  const run = observed.tracer.startRun(toRunInput(observed, message, runId));
  const frame: RunFrame = {
    run,
    runId,
    messageId,
    roomId: readString(message, "roomId"),
    isClaimed: false,
    isAnnounced: false,
    unread: new Set(),
    lastCalls: new WeakMap(),
  };
  return observeCall(
    () => observed.frames.within(run, { run: frame }, proceed),
    (value) => {
      settle(frame);
      run.end({ ...toRunResult(frame, value), endedAt: frame.end?.at });
    },
    (error) => {
      settle(frame);
      run.end({ status: "error", error: error ?? "The run failed", endedAt: frame.end?.at });
    },
  );
}

/** Whether a service hands the message on to another one: its run has begun, and elizaOS has yet to ask for the id. */
function isHandedOn({ frames }: ObservedRuntime, messageId: string | undefined): boolean {
  const run = frames.current()?.run;
  return run !== undefined && !run.isClaimed && run.messageId === messageId;
}

function toRunInput({ contextStorage }: ObservedRuntime, message: unknown, runId: string): RunInput {
  return {
    runId,
    roomId: readString(message, "roomId"),
    entityId: readString(message, "entityId"),
    entityName: readString(message, "metadata", "entityName"),
    messageId: readString(message, "id"),
    source: readString(message, "content", "source"),
    input: read(message, "content", "text"),
    queuedBy: safely("reading a traceparent", () => findMessageCause(contextStorage.active(), message), undefined),
  };
}

/**
 * The span that sent the message, for a run that nothing active has caused: whoever puts a message into a queue of his own can
 * write the W3C traceparent into `message.metadata.traceparent`.
 *
 * @returns `undefined` when there is none, it is invalid, or the run has a parent
 */
export function findMessageCause(active: Context, message: unknown): SpanContext | undefined {
  const traceparent = readString(message, "metadata", "traceparent");
  if (traceparent === undefined || traceparent.length > MAX_TRACEPARENT_CHARS) return undefined;
  const hasParent = trace.getSpan(toParentContext(active)) !== undefined && findCause(active) === undefined;
  return hasParent ? undefined : (parseTraceParent(traceparent) ?? undefined);
}

/** elizaOS gives an id to a message that came without one, and says so when the run ends. */
function nameMessage({ run }: RunFrame, payload: unknown): void {
  const messageId = readString(payload, "messageId");
  if (messageId !== undefined) run.setAttributes({ [ATTR_MESSAGE_ID]: messageId });
}

function nameRoom(frame: RunFrame, room: unknown): void {
  const name = readString(room, "name");
  if (name === undefined) return;
  frame.isRoomNamed = true;
  frame.run.setAttributes({ [ATTR_ROOM_NAME]: name });
}

/**
 * How a run has ended whose `handleMessage` returned `value`. elizaOS says "completed" of a run that failed but names the
 * error, and says nothing of an answer that was discarded because a newer message came.
 */
export function toRunResult({ end, isAnnounced }: Pick<RunFrame, "end" | "isAnnounced">, value: unknown): RunResult {
  const output = read(value, "responseContent", "text");
  if (end?.error !== undefined) return { status: "error", error: end.error, output };
  if (end?.status === "error" || end?.status === "timeout") return { status: end.status, output };
  const isDiscarded = end === undefined && isAnnounced && read(value, "didRespond") === false;
  return { status: "completed", outcome: isDiscarded ? "superseded" : (end?.status ?? "completed"), output };
}

/** Work of the run may go on, but nothing waits for it any more. */
function settle(frame: RunFrame): void {
  for (const endAnswer of frame.unread) endAnswer();
  frame.unread.clear();
  frame.lastCalls = undefined;
}

function onRunEvent(
  { runtime, frames }: ObservedRuntime,
  event: string,
  observe: (frame: RunFrame, payload: unknown) => void,
): void {
  observeEvent(runtime, event, (payload) => {
    const frame = frames.current()?.run;
    if (frame !== undefined && readString(payload, "runId") === frame.runId) observe(frame, payload);
  });
}
