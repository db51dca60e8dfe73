import { ATTR_ATTRIBUTION, ATTR_RUN_STATUS } from "@runline/contract";
import type { ImportedSpan, RunKey } from "./imported-span.ts";
import type { ImportTotals } from "./import-totals.ts";
import type { KnownRuns, Standing } from "./known-runs.ts";
import { sendTraces, type SendTarget } from "./send-traces.ts";
import { toOtlpJson } from "./to-otlp-json.ts";

/** Spans of a request: about half a second of work for the embedded database. */
const MAX_SPANS = 1_000;
/** Well below the 64 MiB that Runline takes. */
const MAX_BODY_LENGTH = 8 * 1024 * 1024;

/** Brings spans to Runline. */
export interface Delivery {
  /** The last run of which Runline has everything that was to be delivered. */
  readonly lastRun: RunKey | undefined;
  /** Sends what Runline has not recorded itself; returns when it is committed. */
  deliver(spans: readonly ImportedSpan[]): Promise<void>;
}

interface DeliveryOptions extends SendTarget {
  knownRuns: KnownRuns;
  agentNames: ReadonlyMap<string, string>;
  totals: ImportTotals;
  /** Spans of runs that started before this are left out. */
  since: number | undefined;
}

/** Delivers spans one request after the other and counts them. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { knownRuns, agentNames, totals, since = Number.NEGATIVE_INFINITY } = options;
  let lastRun: RunKey | undefined;

  async function send(
    spans: readonly ImportedSpan[],
    onTaken: (spans: readonly ImportedSpan[]) => void,
  ): Promise<void> {
    const body = spans.length > MAX_SPANS ? undefined : toOtlpJson(spans, agentNames);
    if (body === undefined || (body.length > MAX_BODY_LENGTH && spans.length > 1)) {
      const middle = Math.ceil(spans.length / 2);
      await send(spans.slice(0, middle), onTaken);
      await send(spans.slice(middle), onTaken);
      return;
    }
    const { rejected, message } = await sendTraces(body, options);
    totals.rejected += rejected;
    totals.rejection ??= message;
    onTaken(spans);
  }

  /** Counts the steps of runs that are new: of others, some were there already. */
  function countSteps(spans: readonly ImportedSpan[], standings: ReadonlyMap<string, Standing>): void {
    for (const { run, attributes, endedAt } of spans) {
      if (endedAt === undefined || attributes[ATTR_RUN_STATUS] !== undefined) continue;
      if (!run) totals.outside += 1;
      if (!run || standings.get(run.runId) !== "new") continue;
      totals.steps += 1;
      if (attributes[ATTR_ATTRIBUTION] === "low") totals.doubtful += 1;
    }
  }

  return {
    get lastRun() {
      return lastRun;
    },
    async deliver(spans) {
      const wanted = spans.filter((span) => (span.run ?? span).startedAt >= since);
      const ofRuns = wanted.flatMap(({ run }) => run ?? []);
      const standings = await knownRuns.findStandings(ofRuns);
      const { new: runs, imported: runsAgain, recorded } = knownRuns.counts;
      Object.assign(totals, { runs, runsAgain, recorded });
      const rest = wanted.filter(({ run }) => !run || standings.get(run.runId) !== "recorded");
      const { rejected } = totals;
      if (rest.length > 0) await send(rest, (taken) => countSteps(taken, standings));
      const last = ofRuns.at(-1);
      if (last && totals.rejected === rejected) lastRun = { agentId: last.agentId, runId: last.runId };
    },
  };
}
