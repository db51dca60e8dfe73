import {
  ATTR_ACTION_NAME,
  ATTR_EVALUATOR_NAME,
  ATTR_GEN_AI_EVALUATION_NAME,
  ATTR_GEN_AI_EVALUATION_SCORE_LABEL,
  ATTR_GEN_AI_EVALUATION_SCORE_VALUE,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_MEMORY_ID,
  ATTR_MODEL_ATTEMPT,
  ATTR_MODEL_TYPE,
  ATTR_PLAN_SIZE,
  ATTR_PLAN_STEP,
  ATTR_CONTEXT_PROVIDER_NAME,
  ATTR_RUN_OUTCOME,
  type RunSpan,
  type SpanDetail,
} from "@runline/contract";
import { formatClockOffset } from "../format/format-clock-offset.ts";
import { formatCost } from "../format/format-cost.ts";
import { formatDuration } from "../format/format-duration.ts";
import { LOST_REASON } from "../format/format-status.ts";
import { formatOffset } from "../format/format-offset.ts";
import { formatAbsoluteTime, formatClockTime } from "../format/format-time.ts";
import { formatTokens } from "../format/format-usage.ts";
import { useApp } from "../models/app-context.ts";
import { toTracePath } from "../models/found-path.ts";
import { toSpanLinkValues } from "../models/outside-links.ts";
import { AttributionMark } from "../ui/attribution-mark.tsx";
import { Fact } from "../ui/fact.tsx";
import { OtherAgentLink } from "../ui/other-agent-link.tsx";
import { OutsideLinksFact } from "../ui/outside-links.tsx";

/** Attributes worth a line of their own, in this order. */
const FACTS: readonly [string, string][] = [
  [ATTR_GEN_AI_TOOL_NAME, "Action"],
  [ATTR_PLAN_STEP, "Step of the plan"],
  [ATTR_PLAN_SIZE, "Actions in the plan"],
  [ATTR_EVALUATOR_NAME, "Evaluator"],
  [ATTR_GEN_AI_EVALUATION_NAME, "Evaluation"],
  [ATTR_GEN_AI_EVALUATION_SCORE_VALUE, "Score"],
  [ATTR_GEN_AI_EVALUATION_SCORE_LABEL, "Label"],
  [ATTR_CONTEXT_PROVIDER_NAME, "Context provider"],
  [ATTR_MODEL_TYPE, "Model type"],
  [ATTR_MODEL_ATTEMPT, "Attempt"],
  [ATTR_GEN_AI_PROVIDER_NAME, "Provider"],
  [ATTR_GEN_AI_REQUEST_MODEL, "Model"],
  [ATTR_GEN_AI_RESPONSE_MODEL, "Answered by"],
  [ATTR_ACTION_NAME, "In action"],
  [ATTR_MEMORY_ID, "Memory"],
  [ATTR_RUN_OUTCOME, "Outcome"],
  // Of calls to the outside, by the names of the conventions and by those from before.
  ["url.full", "URL"],
  ["http.url", "URL"],
  ["http.response.status_code", "Status code"],
  ["http.status_code", "Status code"],
  ["db.query.text", "Query"],
  ["db.statement", "Query"],
];

/** The facts of a span that everyone looks for first. */
export function OverviewTab(props: {
  span: RunSpan;
  /** `undefined` while it is fetched. */
  detail: SpanDetail | undefined;
  origin: number;
  parent: RunSpan | undefined;
  selfMs: number;
  onSelect: (id: string) => void;
}) {
  const { span, detail, origin, parent, selfMs } = props;
  const { clock } = useApp();
  const { attributes = {}, links = [], error = span.error } = detail ?? {};
  const { cost, costIsEstimated } = span.usage ?? {};
  const tokens = formatTokens(span.usage ?? {});
  const firstChunkS = attributes[ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK];
  return (
    <>
      {span.error !== undefined && <p class={`drawer-error state-${span.state}`}>{error}</p>}
      {span.attribution === "low" && (
        <p class="drawer-attribution">
          <AttributionMark />
        </p>
      )}
      <dl class="facts">
        {span.otherAgent && (
          <Fact word="Run of">
            <OtherAgentLink agent={span.otherAgent} />
          </Fact>
        )}
        {span.detailOf !== undefined && (
          <Fact word="Detail of">
            <button type="button" class="link-button" onClick={() => props.onSelect(span.detailOf ?? "")}>
              the step that this span tells of once more
            </button>
          </Fact>
        )}
        {span.clockOffsetMs !== undefined && (
          <Fact word="Clock">at least {formatClockOffset(span.clockOffsetMs)} that of the run</Fact>
        )}
        <Fact word="Duration">
          <SpanDuration span={span} />
        </Fact>
        {span.durationMs !== undefined && selfMs < span.durationMs && (
          <Fact word="Itself">
            {formatDuration(selfMs)} <span class="muted">the rest inside</span>
          </Fact>
        )}
        <Fact word="Started">
          <time dateTime={new Date(span.startedAt).toISOString()} title={formatAbsoluteTime(span.startedAt)}>
            {formatClockTime(span.startedAt)}
          </time>{" "}
          <span class="muted">{formatOffset(span.startedAt - origin)}</span>
        </Fact>
        {span.endedAt !== undefined && (
          <Fact word="Ended">
            {formatClockTime(span.endedAt)} <span class="muted">{formatOffset(span.endedAt - origin)}</span>
          </Fact>
        )}
        {FACTS.map(([key, word]) => {
          const value = attributes[key];
          return (
            (typeof value === "string" || typeof value === "number") && (
              <Fact key={key} word={word}>
                {value}
              </Fact>
            )
          );
        })}
        {tokens !== "" && <Fact word="Tokens">{tokens}</Fact>}
        {cost !== undefined && (
          <Fact word="Cost">
            {formatCost(cost, costIsEstimated)}
            {costIsEstimated && <span class="muted"> estimated from tokens and list prices</span>}
          </Fact>
        )}
        {typeof firstChunkS === "number" && <Fact word="First chunk after">{formatDuration(firstChunkS * 1_000)}</Fact>}
        {span.serviceName !== undefined && <Fact word="Service">{span.serviceName}</Fact>}
        <Fact word="Span name">{span.name}</Fact>
        {span.parentSpanId !== undefined && (
          <Fact word="Parent">
            {parent ? (
              <button type="button" class="link-button" onClick={() => props.onSelect(parent.spanId)}>
                {parent.label || parent.name}
              </button>
            ) : (
              <>
                <code>{span.parentSpanId}</code> <span class="muted">not received</span>
              </>
            )}
          </Fact>
        )}
        {span.kind === "run" && (
          <Fact word="Run id">
            <code>{span.runId}</code>
          </Fact>
        )}
        <Fact word="Span id">
          <code>{span.spanId}</code>
        </Fact>
        <Fact word="Trace id">
          <code>{span.traceId}</code>
        </Fact>
        {links.map((link) => (
          <Fact key={link.spanId} word="Linked to">
            <a href={toTracePath(link)}>
              <code>
                {link.traceId} {link.spanId}
              </code>
            </a>
          </Fact>
        ))}
        <OutsideLinksFact values={toSpanLinkValues(span, clock.slowNow.value)} />
      </dl>
    </>
  );
}

function SpanDuration({ span }: { span: RunSpan }) {
  const { clock } = useApp();
  if (span.durationMs !== undefined) return <>{formatDuration(span.durationMs)}</>;
  if (span.state === "lost") return <>unknown: lost, {LOST_REASON}</>;
  return <>{formatDuration(clock.now.value - span.startedAt)}…</>;
}
