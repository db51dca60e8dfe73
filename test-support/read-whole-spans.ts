import type { RunSpan, SpanDetail, SpanKind } from "@runline/contract";
import type { RunsClient } from "@runline/contract/client";

/** A span with everything that is known of it. */
export type WholeSpan = RunSpan & SpanDetail;

const NOTHING = { attributes: {}, events: [], links: [] };

/**
 * Every span of a run with what was sent of it, which the API tells span by span. For runs of some hundred spans.
 *
 * @param bare - kinds of which the bars are enough: nothing is asked for their spans, which come without attributes
 */
export async function readWholeSpans(
  client: Pick<RunsClient, "getRunSpans" | "getRunSpan">,
  agentId: string,
  runId: string,
  bare: readonly SpanKind[] = [],
): Promise<WholeSpan[]> {
  const { spans } = await client.getRunSpans(agentId, runId);
  const read = async (span: RunSpan): Promise<WholeSpan> => {
    const detail = bare.includes(span.kind) ? NOTHING : await client.getRunSpan(agentId, runId, span.spanId);
    return { ...span, ...detail };
  };
  return Promise.all(spans.map(read));
}
