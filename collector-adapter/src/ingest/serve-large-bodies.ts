import { serialize } from "node:v8";
import { toDay } from "../database/timestamps.ts";
import { checkJsonShape } from "../otlp/check-json-shape.ts";
import { decodeSpans } from "../otlp/decode-trace-request.ts";
import { OtlpDecodeError } from "../otlp/otlp-decode-error.ts";
import { toErrorMessage } from "../process/to-error-message.ts";
import { toSpanRecord } from "../spans/to-span-record.ts";
import { CONTENT_ENCODINGS, decompressNow } from "./decompress.ts";
import { FRAME, FrameReader, toFrame } from "./frames.ts";
import { isInRange } from "./is-in-range.ts";
import type { LargeBodyError, LargeBodySummary } from "./large-body-answer.ts";
import { toPartContent } from "./part-content.ts";
import { PartCollector, toLane } from "./span-parts.ts";

/** A part is read in the thread that answers everybody: this much takes some 20 ms. */
const MAX_PART_BYTES = 1024 * 1024;
/** What one body may become: rows are one to three times as large as the spans on the wire. */
const MAX_RESULT_BYTES = 256 * 1024 * 1024;

/** Reads one body after the other: the other end of `large-body-reader.ts`. */
export function serveLargeBodies(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
  const send = (kind: number, ...content: Uint8Array[]) => {
    for (const bytes of toFrame(kind, ...content)) output.write(bytes);
  };
  const reader = new FrameReader((kind, content) => {
    try {
      const body = decompressNow(content.subarray(1), CONTENT_ENCODINGS[content[0] ?? 0] ?? "identity");
      const encoding = kind === FRAME.json ? "json" : "protobuf";
      if (encoding === "json") checkJsonShape(body);
      let resultBytes = 0;
      const parts = new PartCollector<Buffer>(MAX_PART_BYTES, (place, records) => {
        const part = toPartContent(place, records);
        resultBytes += part.length;
        if (resultBytes > MAX_RESULT_BYTES) {
          const message = `The body becomes more than ${MAX_RESULT_BYTES / 1024 / 1024} MiB of rows. Send smaller batches.`;
          throw new OtlpDecodeError(message, { code: "TOO_LARGE" });
        }
        send(FRAME.part, part);
      });
      let outOfRange = 0;
      const now = Date.now();
      const summary = decodeSpans(body, encoding, (span) => {
        if (!isInRange(span, now)) {
          outOfRange += 1;
          return;
        }
        const record = serialize(toSpanRecord(span));
        parts.add({ day: toDay(span.startedAt), lane: toLane(span.traceId) }, record, record.length);
      });
      parts.flush();
      const answer: LargeBodySummary = { ...summary, outOfRange };
      send(FRAME.summary, Buffer.from(JSON.stringify(answer)));
    } catch (error) {
      const code = error instanceof OtlpDecodeError ? error.code : "UNEXPECTED";
      const answer: LargeBodyError = { code, message: toErrorMessage(error) };
      send(FRAME.error, Buffer.from(JSON.stringify(answer)));
    }
  });
  input.on("data", (chunk: Buffer) => reader.push(chunk));
}
