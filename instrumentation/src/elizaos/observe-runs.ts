import { safely } from "../safely.ts";
import { observeCall } from "../steps/observe-call.ts";
import type { RunInput } from "../types.ts";
import { getAttachment } from "./attachment.ts";
import type { Attachment } from "./attachment.ts";
import type { RunFrame } from "./frame.ts";
import { read, readString } from "./read.ts";
import { wrapOnce } from "./wrap-once.ts";
import type { WrappedCall } from "./wrap-once.ts";

/**
 * A run is one call of `messageService.handleMessage`. Its id is made before elizaOS asks for one and handed to elizaOS, so
 * that the span has it from the start.
 */
export function observeRuns(attachment: Attachment): void {
  const { runtime, frames } = attachment;
  observeMessageService(attachment);

  const startRun = runtime.startRun.bind(runtime);
  runtime.startRun = (roomId) => {
    const frame = frames.getStore()?.run;
    if (frame === undefined || frame.isClaimed) return startRun(roomId);
    frame.isClaimed = true;
    return attachment.withRunId(frame.runId, () => startRun(roomId));
  };

  onRunEvent(attachment, "RUN_STARTED", (frame) => {
    frame.isAnnounced = true;
  });
  onRunEvent(attachment, "RUN_ENDED", (frame, payload) => {
    frame.end = { status: readString(payload, "status") ?? "completed", error: readString(payload, "error") };
  });
  onRunEvent(attachment, "RUN_TIMEOUT", (frame, payload) => {
    const message = readString(payload, "error") ?? "The run exceeded its time";
    // The work goes on and reports an end of its own later; the first end counts.
    frame.run.end({ status: "timeout", error: { name: "timeout", message } });
  });
}

/** elizaOS creates the message service after the plugins; another plugin may replace it at any time. */
function observeMessageService({ runtime }: Attachment): void {
  let service = runtime.messageService;
  const observe = (): void => {
    if (typeof service === "object" && service !== null) wrapOnce(service, "handleMessage", handleMessage);
  };
  observe();
  Object.defineProperty(runtime, "messageService", {
    configurable: true,
    enumerable: true,
    get: () => service,
    set(value: unknown) {
      service = value;
      safely("observing the message service", observe, undefined);
    },
  });
}

function handleMessage({ args, proceed }: WrappedCall): unknown {
  const attachment = getAttachment(args[0]);
  if (attachment === undefined) return proceed();
  const runId = attachment.runtime.createRunId();
  const input = safely<RunInput>("reading a message", () => toRunInput(args[1], runId), { runId });
  const run = attachment.tracer.startRun(input);
  const frame: RunFrame = { run, runId, isClaimed: false, isAnnounced: false, unread: new Set() };
  return observeCall(
    () => run.within(() => attachment.frames.run({ run: frame }, proceed)),
    (value) => endRun(frame, value),
    (error) => {
      endUnread(frame);
      run.end({ status: "error", error: error ?? "The run failed" });
    },
  );
}

function toRunInput(message: unknown, runId: string): RunInput {
  return {
    runId,
    roomId: readString(message, "roomId"),
    entityId: readString(message, "entityId"),
    entityName: readString(message, "metadata", "entityName"),
    messageId: readString(message, "id"),
    source: readString(message, "content", "source"),
    input: read(message, "content", "text"),
  };
}

function endUnread({ unread }: RunFrame): void {
  for (const endAnswer of unread) endAnswer();
}

function endRun(frame: RunFrame, value: unknown): void {
  const { run, end, isAnnounced } = frame;
  endUnread(frame);
  const output = safely("reading an answer", () => read(value, "responseContent", "text"), undefined);
  // elizaOS says "completed" of a run that failed, but names the error.
  if (end?.error !== undefined) run.end({ status: "error", error: end.error, output });
  else if (end !== undefined) run.end({ status: "completed", outcome: end.status, output });
  // Announced, resolved and never reported as ended: the answer was discarded because a newer message came.
  else run.end({ status: "completed", outcome: isAnnounced ? "superseded" : "completed", output });
}

function onRunEvent(
  { runtime, frames }: Attachment,
  event: string,
  observe: (frame: RunFrame, payload: unknown) => void,
): void {
  runtime.registerEvent(event, (payload) => {
    const frame = frames.getStore()?.run;
    if (frame !== undefined && readString(payload, "runId") === frame.runId) {
      safely(`observing ${event}`, () => observe(frame, payload), undefined);
    }
    return Promise.resolve();
  });
}
