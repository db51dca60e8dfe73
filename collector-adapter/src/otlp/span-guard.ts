import { CUT_MARK, cutText } from "@runline/contract";
import type { Attributes } from "./otlp-span.ts";
import * as limits from "./span-limits.ts";

type Droppable = "attributes" | "events" | "links";

/**
 * Keeps one span (or resource) within the limits while it is read, counts what is left out, and remembers why the span
 * must be rejected. One guard serves all spans of a request, one after the other: `begin` starts the next.
 */
export class SpanGuard {
  /** First reason to reject the span, or `undefined` while it is fine. */
  reason: string | undefined;
  /** Whether this server, not the sender, left something out. */
  limited = false;
  #textLeft = 0;
  #namesLeft = 0;
  #valuesLeft = 0;
  #cutValues = 0;
  #dropped = { attributes: 0, events: 0, links: 0 };

  begin(): void {
    this.reason = undefined;
    this.limited = false;
    this.#textLeft = limits.MAX_SPAN_TEXT_LENGTH;
    this.#namesLeft = limits.MAX_SPAN_NAMES_LENGTH;
    this.#valuesLeft = limits.MAX_SPAN_VALUES;
    this.#cutValues = 0;
    this.#dropped.attributes = 0;
    this.#dropped.events = 0;
    this.#dropped.links = 0;
  }

  reject(reason: string): void {
    this.reason ??= reason;
  }

  /** Most characters the next text may have. */
  get textLimit(): number {
    return Math.min(this.#textLeft, limits.MAX_TEXT_LENGTH);
  }

  /** The text, cut when it is too long. It counts for the span's total. */
  takeText(text: string): string {
    const limit = this.textLimit;
    this.#textLeft -= Math.min(text.length, limit);
    return text.length <= limit ? text : this.#cut(text, limit);
  }

  /** A key or name, cut when it is too long. It counts for the span's total: once that is reached, no more values are taken. */
  takeName(name: string): string {
    this.#namesLeft -= Math.min(name.length, limits.MAX_NAME_LENGTH);
    return name.length <= limits.MAX_NAME_LENGTH ? name : this.#cut(name, limits.MAX_NAME_LENGTH);
  }

  /** Whether the span may have one more value, at this depth; a `false` counts as one left out. */
  takeValue(depth: number): boolean {
    this.#valuesLeft -= 1;
    if (this.#valuesLeft >= 0 && this.#namesLeft > 0 && depth <= limits.MAX_VALUE_DEPTH) return true;
    this.cutValue();
    return false;
  }

  cutValue(): void {
    this.#cutValues += 1;
    this.limited = true;
  }

  /** Whether there is room for one more beside `count` others; a `false` counts as one left out. */
  takeOne(what: Droppable, count: number, limit: number): boolean {
    if (count < limit && this.#namesLeft > 0) return true;
    this.#dropped[what] += 1;
    this.limited = true;
    return false;
  }

  /** Counts what the sender says it left out itself. */
  addDropped(what: Droppable, count: number): void {
    this.#dropped[what] += count;
  }

  /** Writes what is missing into the attributes, nothing when all is there. Call once the span is read. */
  mark(attributes: Attributes): void {
    const { attributes: droppedAttributes, events, links } = this.#dropped;
    if (droppedAttributes > 0) attributes[limits.ATTR_DROPPED_ATTRIBUTES] = droppedAttributes;
    if (events > 0) attributes[limits.ATTR_DROPPED_EVENTS] = events;
    if (links > 0) attributes[limits.ATTR_DROPPED_LINKS] = links;
    if (this.#cutValues > 0) attributes[limits.ATTR_CUT_VALUES] = this.#cutValues;
  }

  #cut(text: string, limit: number): string {
    this.cutValue();
    return cutText(text, limit, CUT_MARK);
  }
}
