import { MAX_CONTENT_CHARS } from "../format-content.ts";
import { settleWithin } from "../node/settle-within.ts";
import type { ModelCallHandle } from "../types.ts";
import type { ModelReport, RunFrame } from "./frame.ts";
import { observeStream } from "./observe-stream.ts";
import { readNumber } from "./read.ts";

/** Longest the end of a streamed call waits for its usage, in ms; the end itself is taken before. */
const MAX_USAGE_WAIT_MS = 500;

interface AnswerOptions {
  call: ModelCallHandle;
  report: ModelReport;
  captureContent: boolean;
  /** Ends the call; the first end counts. */
  end: (output: unknown, endedAt?: number) => void;
  run: RunFrame | undefined;
}

/**
 * Follows a streamed answer to its end: that of its reader, or, when nobody iterates it, the moment its whole text is there,
 * and at the latest the end of the run. Looks only at plain members: the getters of an AI SDK result start the stream or
 * return another one each time.
 *
 * @returns whether the answer is a stream, which ends the call
 */
export function observeAnswer(answer: unknown, { call, report, captureContent, end, run }: AnswerOptions): boolean {
  const usage = readUsage(readMember(answer, "usage"), report);
  let text = "";
  async function endNow(): Promise<void> {
    const endedAt = Date.now();
    await settleWithin(usage, MAX_USAGE_WAIT_MS);
    end(text || undefined, endedAt);
  }
  const stream = observeStream(readMember(answer, "textStream"), {
    onChunk(chunk) {
      call.markFirstChunk();
      if (captureContent && typeof chunk === "string" && text.length < MAX_CONTENT_CHARS) text += chunk;
    },
    onEnd: () => void endNow(),
    onError: (error) => call.fail(error),
  });
  if (stream === undefined) return false;

  const endUnread = (): void => {
    if (!stream.isBeingRead()) void endNow();
  };
  run?.unread.add(endUnread);
  const whole = readMember(answer, "text");
  // A turn of the event loop later: elizaOS begins to read at once, also a text that was there from the beginning.
  if (whole instanceof Promise)
    whole.then(
      () => setImmediate(endUnread),
      () => setImmediate(endUnread),
    );
  return true;
}

/** A streamed answer carries a promise of its usage, in the words of the AI SDK (4 or 5). Core itself throws it away. */
async function readUsage(promised: unknown, report: ModelReport): Promise<void> {
  try {
    const usage: unknown = await promised;
    const inputTokens = readNumber(usage, "inputTokens") ?? readNumber(usage, "promptTokens");
    const outputTokens = readNumber(usage, "outputTokens") ?? readNumber(usage, "completionTokens");
    if (inputTokens !== undefined) report.inputTokens = inputTokens;
    if (outputTokens !== undefined) report.outputTokens = outputTokens;
  } catch {
    // The stream itself reports the failure.
  }
}

/** The value of a member that is no getter. */
function readMember(answer: unknown, name: string): unknown {
  if (typeof answer !== "object" || answer === null) return undefined;
  return Object.getOwnPropertyDescriptor(answer, name)?.value;
}
