import type { Logger } from "pino";
import type { NoticeLog } from "../http/notice-log.ts";
import { tellTurnedAway, type Sender } from "../http/turned-away.ts";
import { OtlpDecodeError } from "../otlp/otlp-decode-error.ts";
import type { OtlpEncoding } from "../otlp/decode-request.ts";
import type { OtlpSignal } from "../otlp/signals.ts";
import { METRICS_UNKEPT } from "../otlp/unread-content.ts";
import { decompressUpTo, type ContentEncoding } from "./decompress.ts";
import { RPC_CODE, toUnavailableRefusal, type ExportAnswer, type Refusal, type Taken } from "./export-answer.ts";
import { IngestError } from "./ingest-error.ts";
import type { IngestQueue } from "./ingest-queue.ts";
import { OUT_OF_RANGE, takeKept, toTooOld } from "./is-in-range.ts";
import { createLargeBodyReader, type SentBody } from "./large-body-reader.ts";
import { createMemoryBudget, type Reservation } from "./memory-budget.ts";
import type { KeptSignal } from "./read-records.ts";
import { readSpans, type ReadRequest } from "./read-spans.ts";
import { describeRefused } from "./refused-spans.ts";

const KIB = 1024;
/** Larger bodies, decompressed, are read by another process: this one would stand still. Up to here that takes 0.1 s at worst. */
const LARGE_BODY_BYTES = { json: 256 * KIB, protobuf: 512 * KIB } as const;

/** Of all requests that cannot be decoded: what is wrong with each differs, and the log says it of the first one in a minute. */
const UNDECODABLE = "a request that cannot be decoded was refused";

/** What sets how many items an SDK sends in one request. */
const BATCH_SIZES: Partial<Record<OtlpSignal["name"], string>> = {
  traces: "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
  logs: "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE",
};

/** A request of a sender, whichever way it has come. */
interface ExportRequest {
  signal: OtlpSignal;
  sender: Sender;
  encoding: OtlpEncoding;
  /** Whether nobody waits for the answer any more. */
  isGone: () => boolean;
  /**
   * Reads the bytes, and reserves memory before it takes them.
   *
   * @throws OtlpDecodeError
   * @throws IngestError `BUSY` when no memory is left
   */
  read: (reservation: Reservation) => Promise<{ bytes: Buffer; contentEncoding: ContentEncoding }>;
}

/** Takes a request and says what its sender is to be told, after the commit. Throws nothing. */
export type Receiver = (request: ExportRequest) => Promise<ExportAnswer>;

/** What takes part in receiving. */
export interface ReceiverOptions {
  logger: Logger;
  notices: NoticeLog;
  /** The first day, counted from the epoch, that is kept; `undefined` when all are. */
  firstKeptDay: () => number | undefined;
}

/** Receives the requests of all signals: one budget of memory and one process for large bodies, whichever way they come. */
export function createReceiver(queue: IngestQueue, { logger, notices, firstKeptDay }: ReceiverOptions): Receiver {
  const budget = createMemoryBudget();
  const largeBodies = createLargeBodyReader();
  const handlers: Record<OtlpSignal["name"], (request: ExportRequest, own: Reservation) => Promise<Taken>> = {
    traces: (request, own) => store("traces", request, own),
    logs: (request, own) => store("logs", request, own),
    metrics: drop,
  };

  async function store(signal: KeptSignal, request: ExportRequest, reservation: Reservation): Promise<Taken> {
    const { sender, encoding } = request;
    const { items } = request.signal;
    const decoded = await readRequest(signal, request, reservation);
    const firstDay = firstKeptDay();
    const { parts, tooOld } = takeKept(decoded.parts, firstDay);
    const refused = await queue.write(parts);
    const { outOfRange } = decoded;
    const messages = [...decoded.rejectedReasons];
    if (outOfRange > 0) messages.push(OUT_OF_RANGE);
    if (firstDay !== undefined && tooOld > 0) messages.push(toTooOld(firstDay));
    messages.push(...describeRefused(refused));
    // A message with nothing rejected is a warning in OTLP.
    if (decoded.truncated > 0) messages.push(`${decoded.truncated} ${items} were above a limit and cut to it`);
    const rejected = decoded.rejected + outOfRange + tooOld + refused.length;
    if (messages.length > 0) logger.warn({ rejected, messages }, `${items} rejected or cut`);
    const { address, ...details } = sender;
    for (const notice of decoded.unread) notices.warn(address, notice, { ...details, rejected });
    const stored = parts.reduce((sum, part) => sum + part.spans, 0) - refused.length;
    logger.debug({ stored, encoding }, `${items} stored`);
    return { rejected, message: [...messages, ...decoded.unread].join("; ") };
  }

  /** Apart from what waits for the commit, which would keep the body that long though its memory is given back. */
  async function readRequest(
    signal: KeptSignal,
    { encoding, isGone, read }: ExportRequest,
    reservation: Reservation,
  ): Promise<ReadRequest> {
    return readSentBody({ signal, encoding, isGone, ...(await read(reservation)) }, reservation);
  }

  async function readSentBody(body: SentBody, reservation: Reservation): Promise<ReadRequest> {
    const { signal, encoding } = body;
    const bytes = await decompressUpTo(LARGE_BODY_BYTES[encoding], body.bytes, body.contentEncoding);
    if (bytes === undefined) return largeBodies.read(body, reservation);
    const request = readSpans({ signal, body: bytes, encoding });
    reservation.resize(request.parts.reduce((sum, part) => sum + part.waitingBytes, 0));
    return request;
  }

  /** SDKs send metrics beside traces by default, and would tell their user of a failure each minute. */
  async function drop({ sender, read }: ExportRequest, reservation: Reservation): Promise<Taken> {
    await read(reservation);
    const { address, ...details } = sender;
    notices.warn(address, METRICS_UNKEPT, { ...details, change: "export OTEL_METRICS_EXPORTER=none" });
    return { rejected: 0, message: METRICS_UNKEPT };
  }

  function toRefusal(error: unknown, { sender, signal: { name, items } }: ExportRequest): Refusal {
    if (error instanceof OtlpDecodeError) {
      const refusal = toUndecodable(error, name);
      tellTurnedAway(notices, sender, { ...refusal, message: UNDECODABLE, reason: refusal.message });
      return refusal;
    }
    if (error instanceof IngestError) {
      // A stop is on purpose, and costs nothing: senders keep what was not taken.
      if (error.code === "STOPPING") logger.debug(`${items} not stored at the end, the sender will try again`);
      else logger.warn({ err: error, cause: error.cause }, `${items} not stored, the sender will try again`);
      return toUnavailableRefusal(error.message);
    }
    logger.error({ err: error }, `storing ${items} failed unexpectedly`);
    const message = `Storing the ${items} failed; Runline's log says why.`;
    return { status: 500, code: RPC_CODE.internal, message };
  }

  return async (request) => {
    const reservation = budget.reserve();
    try {
      return await handlers[request.signal.name](request, reservation);
    } catch (error) {
      return toRefusal(error, request);
    } finally {
      reservation.release();
    }
  };
}

function toUndecodable({ code, message }: OtlpDecodeError, signal: OtlpSignal["name"]): Refusal {
  if (code === "TOO_LARGE") {
    const size = BATCH_SIZES[signal];
    const change = size && `export ${size}=64`;
    return { status: 413, code: RPC_CODE.resourceExhausted, message, change };
  }
  // What gRPC asks for where a frame and its call do not agree.
  return { status: 400, code: code === "UNFRAMED" ? RPC_CODE.internal : RPC_CODE.invalidArgument, message };
}
