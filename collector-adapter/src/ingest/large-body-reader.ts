import { spawn, type ChildProcessByStdio } from "node:child_process";
import { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { OtlpEncoding } from "../otlp/decode-request.ts";
import { OtlpDecodeError } from "../otlp/otlp-decode-error.ts";
import { CONTENT_ENCODINGS, type ContentEncoding } from "./decompress.ts";
import { FRAME, FrameReader, toFrame } from "./frames.ts";
import { IngestError } from "./ingest-error.ts";
import type { LargeBodyError, LargeBodySummary } from "./large-body-answer.ts";
import { fromPartContent } from "./part-content.ts";
import type { Reservation } from "./memory-budget.ts";
import { KEPT_SIGNALS, type KeptSignal } from "./read-records.ts";
import type { ReadRequest } from "./read-spans.ts";
import type { Part } from "./span-parts.ts";

// The same place from src and from dist.
const PROGRAM = fileURLToPath(new URL("./large-body-process.js", import.meta.url));

/** A body as it came. */
export interface SentBody {
  signal: KeptSignal;
  bytes: Buffer;
  encoding: OtlpEncoding;
  contentEncoding: ContentEncoding;
  /** Whether nobody waits for the answer any more: then the body need not be read. */
  isGone: () => boolean;
}

/** Reads bodies that would hold up the event loop, one at a time, in a process of its own. */
export interface LargeBodyReader {
  /**
   * The body is free when the first part comes; from then on the reservation is that of the parts.
   *
   * @throws OtlpDecodeError also when the process needs too much memory or time for the body, which ends the process
   * @throws IngestError when the process cannot be had, or no memory for what it has read
   */
  read(body: SentBody, reservation: Reservation): Promise<ReadRequest>;
}

/** What a body may take. */
export interface LargeBodyLimits {
  /** Heap of the process. @defaultValue 768, twice what 64 MiB of spans take */
  heapMb?: number;
  /** @defaultValue 60 s, five times what 64 MiB of spans take */
  timeMs?: number;
  /** A process that nobody needs ends after this, and gives its memory back. @defaultValue 10 s */
  idleMs?: number;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** What is kept of the last words of a process, for the log: the trace of an uncaught error, or what Node says when memory ends. */
const LAST_WORDS_CHARS = 2_000;

/**
 * Starts the process when the first body comes. A process and not a worker thread: when JSON.parse or anything else written in C++
 * runs out of memory on a thread, all of Runline ends with it, and until then no other thread can stop it.
 */
export function createLargeBodyReader({
  heapMb = 768,
  timeMs = 60_000,
  idleMs = 10_000,
}: LargeBodyLimits = {}): LargeBodyReader {
  let child: Child | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function start(): Child {
    const args = [...process.execArgv, `--max-old-space-size=${heapMb}`, PROGRAM];
    const started = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });
    started.stdin.on("error", () => {}); // the process has ended, and says so
    started.on("error", () => {});
    started.once("close", () => {
      if (child === started) child = undefined;
    });
    // It keeps nobody from ending, and ends with this one, for want of an input.
    started.unref();
    for (const pipe of [started.stdin, started.stdout, started.stderr]) if (pipe instanceof Socket) pipe.unref();
    return started;
  }

  /** A body that comes while the process ends is for the next one. */
  function endIdle(): void {
    child?.stdin.end();
    child = undefined;
  }

  async function readNow(body: SentBody, reservation: Reservation): Promise<ReadRequest> {
    if (body.isGone()) throw new IngestError("BUSY", "The sender has not waited for its turn.");
    clearTimeout(idle);
    child ??= start();
    const process = child;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      process.kill("SIGKILL");
    }, timeMs);
    try {
      return await exchange(process, body, reservation);
    } catch (error) {
      if (isLate) throw createTooLarge(`takes more than ${timeMs / 1000} s to be read`, error);
      if (error instanceof ProcessEnd && error.isOutOfMemory)
        throw createTooLarge(`takes more than ${heapMb} MiB to be read`, error);
      if (error instanceof ProcessEnd) throw new IngestError("UNAVAILABLE", error.message, { cause: error });
      throw error;
    } finally {
      clearTimeout(timer);
      idle = setTimeout(endIdle, idleMs);
      idle.unref();
    }
  }

  return {
    read(body, reservation) {
      const turn = last.then(() => readNow(body, reservation));
      // Whose body it is gets the error, and keeps what was read: nothing of either stays here until the next.
      last = Promise.allSettled([turn]).then(() => undefined);
      return turn;
    },
  };
}

/** The process has ended in the middle of a body. */
class ProcessEnd extends Error {
  override readonly name = "ProcessEnd";
  readonly isOutOfMemory: boolean;

  constructor(end: string, isOutOfMemory: boolean, lastWords: string) {
    super(`The process that reads large bodies has ended (${end}).`, { cause: lastWords });
    this.isOutOfMemory = isOutOfMemory;
  }
}

/** Sends a body and takes what comes back. */
function exchange(child: Child, body: SentBody, reservation: Reservation): Promise<ReadRequest> {
  const { bytes, encoding, contentEncoding } = body;
  return new Promise<ReadRequest>((resolve, reject) => {
    let parts: Part[] = [];
    let waitingBytes = 0;
    let refusal: unknown;

    /** Keeps a part, until there is no memory for one: then none, and what comes is read past. */
    function takePart(part: Part): void {
      if (refusal !== undefined) return;
      try {
        waitingBytes += part.waitingBytes;
        reservation.resize(waitingBytes);
        parts.push(part);
      } catch (error) {
        refusal = error;
        parts = [];
      }
    }

    const frames = new FrameReader((kind, content) => {
      if (kind === FRAME.part) takePart(fromPartContent(content));
      else if (kind === FRAME.summary) {
        const summary: LargeBodySummary = JSON.parse(content.toString());
        settle(() => (refusal === undefined ? resolve({ ...summary, parts }) : reject(refusal)));
      } else {
        const error: LargeBodyError = JSON.parse(content.toString());
        settle(() => reject(toError(error)));
      }
    });
    const take = (chunk: Buffer) => frames.push(chunk);
    let lastWords = "";
    const hear = (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS_CHARS));
    const end = (code: number | null, signal: NodeJS.Signals | null) =>
      settle(() => reject(new ProcessEnd(signal ?? `exit code ${code}`, hasNoMemory(code, signal), lastWords)));
    const fail = (error: Error) => settle(() => reject(new ProcessEnd(error.message, false, lastWords)));
    const settle = (act: () => void) => {
      child.stdout.off("data", take);
      child.stderr.off("data", hear);
      child.off("close", end);
      child.off("error", fail);
      act();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", hear);
    child.once("close", end);
    child.once("error", fail);
    const header = Buffer.from([CONTENT_ENCODINGS.indexOf(contentEncoding), KEPT_SIGNALS.indexOf(body.signal)]);
    for (const chunk of toFrame(FRAME[encoding], header, bytes)) child.stdin.write(chunk);
  });
}

/** How a shell, or Windows, tells of an abort. */
const ABORTED = 134;

/** V8 aborts when its heap is full; the kernel kills when memory is. */
function hasNoMemory(code: number | null, signal: NodeJS.Signals | null): boolean {
  return signal === "SIGABRT" || signal === "SIGKILL" || code === ABORTED;
}

function toError({ code, message }: LargeBodyError): Error {
  if (code === "UNEXPECTED") return new Error(`A large body could not be read: ${message}`);
  return new OtlpDecodeError(message, { code });
}

function createTooLarge(what: string, cause: unknown): OtlpDecodeError {
  return new OtlpDecodeError(`The body ${what}. Send smaller batches.`, { code: "TOO_LARGE", cause });
}
