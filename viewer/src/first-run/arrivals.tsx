import { formatPlural } from "../format/format-count.ts";
import { formatTimeOfDay } from "../format/format-time.ts";
import { useListNotices } from "../models/notice-queries.ts";
import { useListTraces } from "../models/run-queries.ts";
import { NoticeList } from "../notices/notice-list.tsx";

/** Who waits for the first run tries again and again: this often, in ms, the page asks what has come of it. */
const POLL_MS = 2_000;

/** What has come while there is no run: requests that were turned away, and traces with nothing of an agent in them. */
export function Arrivals() {
  const traces = useListTraces({ limit: 1 }, { pollMs: POLL_MS }).data?.total ?? 0;
  const { data } = useListNotices({ pollMs: POLL_MS });
  if (!data) return null;
  const { notices, since } = data;
  return (
    <section class="arrivals" aria-labelledby="arrivals">
      <header>
        <h2 id="arrivals">What has arrived so far</h2>
        <output class="muted">
          {toSummary(
            notices.reduce((sum, { count }) => sum + count, 0),
            traces,
          )}
        </output>
        <span class="muted arrivals-since">since the start of the server, {formatTimeOfDay(since)}</span>
      </header>
      {traces > 0 && (
        <p class="arrivals-traces">
          <a href="/traces">{formatPlural(traces, "trace")} without a run</a>: HTTP, SQL and the like, and nothing of an
          agent. Your server is instrumented, the agent in it is not: its instrumentation is the first step above.
        </p>
      )}
      <NoticeList notices={notices} />
    </section>
  );
}

/** @example toSummary(15, 31) // "No run yet. 15 requests had something wrong with them, 31 traces have no run." */
function toSummary(requests: number, traces: number): string {
  if (requests === 0 && traces === 0) return "Nothing yet, of any kind: no request has reached this address.";
  const parts = [
    requests > 0 && `${formatPlural(requests, "request")} had something wrong`,
    traces > 0 && `${formatPlural(traces, "trace")} had no agent in ${traces === 1 ? "it" : "them"}`,
  ].filter((part) => part !== false);
  return `No run yet. ${parts.join(", ")}.`;
}
