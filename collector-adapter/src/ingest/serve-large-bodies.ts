import { serialize } from "node:v8";
import { checkJsonShape } from "../otlp/check-json-shape.ts";
import { OtlpDecodeError } from "../otlp/otlp-decode-error.ts";
import { toErrorMessage } from "../process/to-error-message.ts";
import { CONTENT_ENCODINGS, createTooLarge, decompressUpTo, MAX_BODY_BYTES } from "./decompress.ts";
import { BODY_HEADER_BYTES, FRAME, FrameReader, toFrame } from "./frames.ts";
import type { LargeBodyError, LargeBodySummary } from "./large-body-answer.ts";
import { toPartContent } from "./part-content.ts";
import { KEPT_SIGNALS, readRecords } from "./read-records.ts";
import { PartCollector } from "./span-parts.ts";

/** A part is read in the thread that answers everybody: this much takes some 20 ms. */
const MAX_PART_BYTES = 1024 * 1024;
/** What one body may become: rows are one to three times as large as the spans on the wire. */
const MAX_RESULT_BYTES = 256 * 1024 * 1024;

/** Reads one body after the other: the other end of `large-body-reader.ts`. */
export function serveLargeBodies(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
  const send = (kind: number, ...content: Uint8Array[]) => {
    for (const bytes of toFrame(kind, ...content)) output.write(bytes);
  };
  async function answer(kind: number, content: Buffer): Promise<void> {
    try {
      const [encodingPlace = 0, signalPlace = 0] = content;
      const signal = KEPT_SIGNALS[signalPlace] ?? "traces";
      const contentEncoding = CONTENT_ENCODINGS[encodingPlace] ?? "identity";
      const body = await decompressUpTo(MAX_BODY_BYTES, content.subarray(BODY_HEADER_BYTES), contentEncoding);
      if (body === undefined) throw createTooLarge(contentEncoding);
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
      const summary: LargeBodySummary = readRecords({ signal, body, encoding }, (place, record) => {
        const bytes = serialize(record);
        parts.add(place, bytes, bytes.length);
      });
      parts.flush();
      send(FRAME.summary, Buffer.from(JSON.stringify(summary)));
    } catch (error) {
      const code = error instanceof OtlpDecodeError ? error.code : "UNEXPECTED";
      const fault: LargeBodyError = { code, message: toErrorMessage(error) };
      send(FRAME.error, Buffer.from(JSON.stringify(fault)));
    }
  }

  const reader = new FrameReader((kind, content) => void answer(kind, content));
  input.on("data", (chunk: Buffer) => reader.push(chunk));
}
