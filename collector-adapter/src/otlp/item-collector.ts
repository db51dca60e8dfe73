import type { SignalForm, SignalItem } from "./signal-form.ts";
import type { Signal } from "./signals.ts";
import type { SpanGuard } from "./span-guard.ts";
import { MAX_REQUEST_ITEMS } from "./span-limits.ts";
import { UnreadContent } from "./unread-content.ts";

/** Most reasons an answer lists. */
const MAX_REASONS = 5;

/** Takes the items of one request as they are read: hands on the valid ones, counts the others and why. */
export class ItemCollector<Item extends SignalItem> {
  readonly #form: SignalForm<Item>;
  readonly #onItem: (item: Item) => void;
  /** Number of valid items. */
  taken = 0;
  rejected = 0;
  truncated = 0;
  unread: UnreadContent;
  readonly #reasons = new Set<string>();

  constructor(form: SignalForm<Item>, onItem: (item: Item) => void) {
    this.#form = form;
    this.#onItem = onItem;
    this.unread = new UnreadContent(form);
  }

  get reasons(): string[] {
    return [...this.#reasons];
  }

  /** Whether one more item may be read; a `false` counts it as rejected. */
  takeItem(): boolean {
    if (this.taken + this.rejected < MAX_REQUEST_ITEMS) return true;
    this.reject(`A request may hold ${MAX_REQUEST_ITEMS} ${this.#form.signal.items}: send smaller ones.`);
    return false;
  }

  /** Hands on the item that was read under `guard`, or counts it as rejected. */
  add(item: Item, guard: SpanGuard): void {
    const reason = guard.reason ?? this.#form.finish(item);
    if (reason !== undefined) {
      this.reject(reason);
      return;
    }
    guard.mark(item.attributes);
    if (guard.limited) this.truncated += 1;
    this.taken += 1;
    this.#onItem(item);
  }

  /** Counts items under the name that their list had before OTLP 1.0. */
  rejectOldItems(count: number): void {
    if (count === 0) return;
    this.rejected += count;
    this.unread.addOldItems();
  }

  /** Says that the request is one of another signal: what was read of it does not count. */
  nameSignal(signal: Signal): void {
    this.rejected = 0;
    this.truncated = 0;
    this.unread = new UnreadContent(this.#form);
    this.#reasons.clear();
    this.unread.addSignal(signal);
  }

  reject(reason: string): void {
    this.rejected += 1;
    if (this.#reasons.size < MAX_REASONS) this.#reasons.add(reason);
  }
}
