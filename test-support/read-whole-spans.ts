import type { RunSpan, SpanDetail } from "@runline/contract";
import type { RunsClient } from "@runline/contract/client";

/** A span with everything that is known of it. */
export type WholeSpan = RunSpan & SpanDetail;

/** Every span of a run with what was sent of it, which the API tells span by span. For runs of some hundred spans. */
export async function readWholeSpans(
  client: Pick<RunsClient, "getRunSpans" | "getRunSpan">,
  agentId: string,
  runId: string,
): Promise<WholeSpan[]> {
  const { spans } = await client.getRunSpans(agentId, runId);
  const whole: WholeSpan[] = [];
  for (const span of spans) whole.push({ ...span, ...(await client.getRunSpan(agentId, runId, span.spanId)) });
  return whole;
}
