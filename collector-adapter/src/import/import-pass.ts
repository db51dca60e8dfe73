import { HEARTBEAT_MS } from "@runline/contract";
import type { AgentLog } from "./agent-log.ts";
import type { Delivery } from "./deliver-spans.ts";
import type { ElizaLogRow } from "./eliza-log-row.ts";
import type { LogSession, UnknownRow } from "./log-store.ts";
import { parseLogRow } from "./parse-log-row.ts";
import type { ImportTotals } from "./import-totals.ts";
import { readDetails } from "./read-details.ts";
import { readLogRows } from "./read-log-rows.ts";
import { SETTLE_MS, type Moment } from "./log-timing.ts";

/** What a pass works with. */
export interface PassOptions {
  runs: AgentLog;
  delivery: Delivery;
  totals: ImportTotals;
  /** Place in the log to begin at. */
  from: number;
  agentId: string | undefined;
  content: boolean;
  /** Called when everything up to a place in the log, `readTo`, is delivered or remembered. */
  onPage(place: { position: number; readTo: number }): Promise<void>;
  signal: AbortSignal;
}

/** One way through the log, in as many sessions as it takes. */
export interface ImportPass {
  /** Reads what the session shows and was not read before. Gives the place in the log of the newest row so far. */
  readAll(session: LogSession): Promise<number>;
  /**
   * Delivers what is certain, and shows what goes on: at once when there is news, else now and then, for as long as it is
   * called. `asOf` is the moment up to which the log was read, by the database's clock.
   */
  goOn(asOf: number): Promise<void>;
}

/** Reads rows, rebuilds spans and delivers them, a page at a time. */
export function createImportPass(options: PassOptions): ImportPass {
  const { runs, delivery, totals, agentId, content, signal } = options;
  let readTo = options.from;
  let position = options.from;
  /** Rows that a later session shows again, because rows may come late. */
  const seen = new Map<string, number>();
  let heartbeatAt = Number.NEGATIVE_INFINITY;
  let hasNews = false;

  async function readPage(session: LogSession, page: readonly UnknownRow[]): Promise<void> {
    const rows: ElizaLogRow[] = [];
    for (const unknown of page) {
      const row = parseLogRow(unknown);
      if (row && seen.has(row.id)) continue;
      totals.rows += 1;
      if (!row) totals.unreadable += 1;
      else rows.push(row);
    }
    const details = await readDetails(session, rows, content);
    for (const row of rows) {
      runs.add(row, details);
      seen.set(row.id, row.at);
      readTo = Math.max(readTo, row.at);
    }
    hasNews ||= rows.length > 0;
    for (const [id, at] of seen) if (at < readTo - 2 * SETTLE_MS) seen.delete(id);
    await settle({ upTo: readTo - SETTLE_MS, now: readTo });
    // Here and not at the end of the log, where runs are forgotten whose last rows the next import reads once more.
    position = Math.min(runs.neededFrom(), readTo - SETTLE_MS);
    await options.onPage({ position, readTo });
  }

  /** Gives whether there was anything to deliver. */
  async function settle(moment: Moment): Promise<boolean> {
    const spans = runs.settle(moment);
    await delivery.deliver(spans);
    return spans.length > 0;
  }

  return {
    async readAll(session) {
      for await (const page of readLogRows(session, { from: readTo - SETTLE_MS, agentId, content })) {
        signal.throwIfAborted();
        await readPage(session, page);
      }
      return readTo;
    },

    async goOn(asOf) {
      const isDelivered = await settle({ upTo: asOf - SETTLE_MS, now: asOf });
      if (isDelivered) await options.onPage({ position, readTo });
      if (!hasNews && performance.now() < heartbeatAt + HEARTBEAT_MS) return;
      heartbeatAt = performance.now();
      hasNews = false;
      await delivery.deliver(runs.snapshot(asOf - SETTLE_MS));
    },
  };
}
