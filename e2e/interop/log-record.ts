import type { TestAgent } from "./agent.ts";
import type { Report } from "./report.ts";
import type { RunlineServer } from "./runline-server.ts";
import type { EndedSpan } from "./span-store.ts";
import { waitUntil } from "./wait.ts";

/** A name that no conventions have. */
const EVENT_NAME = "interop.note";

/** What is behind a Runline that was away is tried again within 45 s. */
const DELIVERY_TIMEOUT_MS = 120_000;

/** Says something of the agent's last span in a log record, as the GenAI conventions do of prompts, and tells of which. */
export async function sendLogRecord(agent: TestAgent, collectorUrl: string): Promise<EndedSpan> {
  const span = agent.endedSpans().at(-1);
  if (span === undefined) throw new Error("No span has ended that a log record could be of.");
  const logRecord = { ...span, timeUnixNano: `${Date.now()}000000`, eventName: EVENT_NAME };
  const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [logRecord] }] }] });
  const headers = { "content-type": "application/json" };
  const { status } = await fetch(`${collectorUrl}/v1/logs`, { method: "POST", headers, body });
  if (status !== 200) throw new Error(`The Collector answered a log record with HTTP ${status}; expected 200.`);
  return span;
}

/** The log record of a span comes to that span. */
export async function checkLogRecord(report: Report, runline: RunlineServer, span: EndedSpan): Promise<void> {
  const hasArrived = async () => (await runline.eventsOf(span)).includes(EVENT_NAME);
  const arrived = await waitUntil(DELIVERY_TIMEOUT_MS, hasArrived);
  report.check(`${runline.name} has the log record with its span`, arrived, `span ${span.spanId}`);
}
