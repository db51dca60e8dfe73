import { CUT_MARK, cutText } from "@runline/contract";
import type { SignalForm, SignalItem } from "./signal-form.ts";
import type { Signal } from "./signals.ts";

/** Most fields a message names, and the length of each: their names are the sender's. */
const MAX_FIELDS = 5;
const MAX_FIELD_LENGTH = 64;

/** What senders of metrics are told. */
export const METRICS_UNKEPT =
  "This is an OTLP metrics request, and Runline takes traces and logs: the metrics are not kept. Turn their exporter off " +
  "(OTEL_METRICS_EXPORTER=none) or give it another receiver (OTEL_EXPORTER_OTLP_METRICS_ENDPOINT).";

/** Remembers what a request holds that is not read, to tell its sender: what came, what was expected, what to do. */
export class UnreadContent {
  readonly #form: SignalForm<SignalItem>;
  readonly #fields = new Set<string>();
  readonly #tags = new Set<number>();
  readonly #messages = new Set<string>();

  constructor(form: SignalForm<SignalItem>) {
    this.#form = form;
  }

  /** A field that is not known. Beside items it is a later version's, and ignored; without any it is all there is. */
  addField(name: string): void {
    if (this.#fields.size < MAX_FIELDS) this.#fields.add(cutText(name, MAX_FIELD_LENGTH, CUT_MARK));
  }

  /** A field of protobuf that is not known, by `field << 3 | wire type`: a body may have millions of them. */
  addTag(tag: number): void {
    if (this.#tags.size < MAX_FIELDS) this.#tags.add(tag);
  }

  addSignal(signal: Signal): void {
    const elsewhere =
      `This is an OTLP ${signal} request, and nothing of it was kept: send it to /v1/${signal} ` +
      `(OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT).`;
    this.#messages.add(signal === "metrics" ? METRICS_UNKEPT : elsewhere);
  }

  addOldItems(): void {
    const { signal, scopeList, oldScopeList } = this.#form;
    this.#messages.add(
      `The ${signal.items} are in ${oldScopeList[0]}, their name before OTLP 1.0, and are not read: ` +
        `send them in ${scopeList[0]}, which newer versions of the exporter do.`,
    );
  }

  /** The messages, none when all is well. `hasItems` says whether the request held any, valid or not. */
  toMessages(hasItems: boolean): string[] {
    const messages = [...this.#messages];
    const tags = [...this.#tags].map((tag) => `field ${Math.floor(tag / 8)} of wire type ${tag % 8}`);
    const fields = [...this.#fields, ...tags];
    if (messages.length > 0 || hasItems || fields.length === 0) return messages;
    const found = fields.join(", ");
    const { signal, resourceList, scopeList, itemList, request } = this.#form;
    return [
      `The request holds no ${signal.items}: found ${found}, expected ${resourceList[0]}[].${scopeList[0]}[].${itemList[0]}[]. ` +
        `Send an OTLP ${request}.`,
    ];
  }
}
