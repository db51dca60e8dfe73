import { CUT_MARK, cutText } from "@runline/contract";

/** A signal of OTLP that is not traces. */
export type OtherSignal = "logs" | "metrics";

/** Most fields a message names, and the length of each: their names are the sender's. */
const MAX_FIELDS = 5;
const MAX_FIELD_LENGTH = 64;

const OLD_SPANS =
  "The spans are in instrumentationLibrarySpans, their name before OTLP 1.0, and are not read: " +
  "send them in scopeSpans, which newer versions of the exporter do.";

/** Remembers what a request holds that is not read, to tell its sender: what came, what was expected, what to do. */
export class UnreadContent {
  readonly #fields = new Set<string>();
  readonly #tags = new Set<number>();
  readonly #messages = new Set<string>();

  /** A field that is not known. Beside spans it is a later version's, and ignored; without any it is all there is. */
  addField(name: string): void {
    if (this.#fields.size < MAX_FIELDS) this.#fields.add(cutText(name, MAX_FIELD_LENGTH, CUT_MARK));
  }

  /** A field of protobuf that is not known, by `field << 3 | wire type`: a body may have millions of them. */
  addTag(tag: number): void {
    if (this.#tags.size < MAX_FIELDS) this.#tags.add(tag);
  }

  addSignal(signal: OtherSignal): void {
    const variable = signal.toUpperCase();
    this.#messages.add(
      `This is an OTLP ${signal} request, and Runline takes traces: the ${signal} are not kept. Turn their exporter off ` +
        `(OTEL_${variable}_EXPORTER=none) or give it another receiver (OTEL_EXPORTER_OTLP_${variable}_ENDPOINT).`,
    );
  }

  addOldSpans(): void {
    this.#messages.add(OLD_SPANS);
  }

  /** The messages, none when all is well. `hasSpans` says whether the request held any, valid or not. */
  toMessages(hasSpans: boolean): string[] {
    const messages = [...this.#messages];
    const tags = [...this.#tags].map((tag) => `field ${Math.floor(tag / 8)} of wire type ${tag % 8}`);
    const fields = [...this.#fields, ...tags];
    if (messages.length > 0 || hasSpans || fields.length === 0) return messages;
    const found = fields.join(", ");
    return [
      `The request holds no span: found ${found}, expected resourceSpans[].scopeSpans[].spans[]. ` +
        "Send an OTLP ExportTraceServiceRequest.",
    ];
  }
}
