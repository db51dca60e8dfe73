import { MAX_CONTENT_CHARS } from "@runline/contract";
import { now } from "../clock.ts";
import { settleWithin } from "../settle-within.ts";
import type { ModelCallHandle } from "../steps/model-call.ts";
import type { ModelReport, RunFrame } from "./frame.ts";
import { noteUsage } from "./note-usage.ts";
import { observeStream } from "./observe-stream.ts";
import { read } from "./read.ts";

/** Longest the end of a streamed call waits for its usage, in ms; the end itself is taken before. */
const MAX_USAGE_WAIT_MS = 500;
/** How long after its whole text is there somebody may still begin to read a stream, in ms. */
const MAX_READER_WAIT_MS = 1_000;
/** More than is kept, so that a secret at the cut is seen as a whole. */
const MAX_TEXT_CHARS = 2 * MAX_CONTENT_CHARS;

interface AnswerOptions {
  call: ModelCallHandle;
  report: ModelReport;
  captureContent: boolean;
  /** Ends the call; the first end counts. */
  end: (output: unknown, endedAt?: number) => void;
  /** Ends it as an error. */
  fail: (error: unknown) => void;
  run: RunFrame | undefined;
}

/**
 * Follows a streamed answer to its end: that of its reader, or, when nobody iterates it, the moment its whole text is there,
 * and at the latest the end of the run. Looks only at plain members: the getters of an AI SDK result start the stream or
 * return another one each time.
 *
 * @returns whether the answer is a stream, which ends the call
 */
export function observeAnswer(
  answer: unknown,
  { call, report, captureContent, end, fail, run }: AnswerOptions,
): boolean {
  const usage = readUsage(readMember(answer, "usage"), report);
  let text = "";
  async function endNow(endedAt = now()): Promise<void> {
    await settleWithin(usage, MAX_USAGE_WAIT_MS);
    end(text || undefined, endedAt);
  }
  const stream = observeStream(readMember(answer, "textStream"), {
    onChunk(chunk) {
      call.markFirstChunk();
      if (captureContent && typeof chunk === "string" && text.length < MAX_TEXT_CHARS) text += chunk;
    },
    onEnd: () => void endNow(),
    onError: fail,
  });
  if (stream === undefined) return false;

  let wholeAt: number | undefined;
  const endUnread = (): void => {
    if (!stream.isBeingRead()) void endNow(wholeAt);
  };
  run?.unread.add(endUnread);
  // A text that is there from the beginning does not say that nobody will read the stream.
  const endLater = (): void => {
    wholeAt = now();
    setTimeout(endUnread, MAX_READER_WAIT_MS).unref();
  };
  const whole = readMember(answer, "text");
  if (whole instanceof Promise) whole.then(endLater, endLater);
  return true;
}

/** A streamed answer carries a promise of its usage, another the usage itself. Core throws both away. */
async function readUsage(usage: unknown, report: ModelReport): Promise<void> {
  if (typeof read(usage, "then") !== "function") {
    noteUsage(usage, report);
    return;
  }
  try {
    noteUsage(await usage, report);
  } catch {
    // The stream itself reports the failure.
  }
}

/** The value of a member that is not a getter. */
function readMember(answer: unknown, name: string): unknown {
  if (typeof answer !== "object" || answer === null) return undefined;
  return Object.getOwnPropertyDescriptor(answer, name)?.value;
}
