import type { RunSummary } from "@runline/contract";
import type { RefObject } from "preact";
import { useLocation } from "preact-iso";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { toFailureWords } from "../format/format-cause.ts";
import { STATUS_WORDS, toShownStatus } from "../format/format-status.ts";
import { formatAbsoluteTime, formatMoment } from "../format/format-time.ts";
import { formatTokenSum } from "../format/format-token-sum.ts";
import { useApp } from "../models/app-context.ts";
import { toConversation, type Conversation } from "../models/conversation.ts";
import { useRunMessages } from "../models/message-queries.ts";
import { toRunPath } from "../models/run-path.ts";
import { Icon } from "../ui/icon.tsx";
import { RunCost } from "../ui/run-cost.tsx";
import { RunDuration } from "../ui/run-duration.tsx";
import { AnswerView, QuestionView } from "./said-entries.tsx";
import { StepView } from "./step-entries.tsx";
import { toEntryText, toHeadText } from "./entry-text.ts";
import { useSearchedText } from "./message-search.tsx";
import { useIsNear } from "./use-is-near.ts";
import "./messages.css";
import "./room-run.css";

/** A run of a room, and what it scrolls in. */
export interface RoomRunProps {
  run: RunSummary;
  scroller: RefObject<HTMLElement | null>;
  /** Told whether what is looked for stands in the run, once that is known. */
  onSearched: (isFound: boolean) => void;
}

/** One run of a room: a line that says how it went, and below it what was asked, done and answered. */
export function RoomRun({ run, scroller, onSearched }: RoomRunProps) {
  const { clock } = useApp();
  const { route } = useLocation();
  const element = useRef<HTMLElement>(null);
  const isNear = useIsNear(element, scroller);
  const wanted = useSearchedText();
  const isSearching = wanted !== "";
  const { data, error, refetch } = useRunMessages(run.agentId, run.runId, { enabled: isNear || isSearching });
  const conversation = useMemo(() => toConversation(run, data?.steps ?? []), [run, data]);
  const { question, answer, entries } = conversation;
  const text = useMemo(() => (isSearching ? toRunText(run, conversation) : ""), [isSearching, run, conversation]);
  const isFound = text.includes(wanted);
  useEffect(() => {
    if ((data || error) && isSearching) onSearched(isFound);
  }, [data, error, wanted, isFound]);
  const status = toShownStatus(run);
  const choice = {
    selectedId: undefined,
    onSelect: (spanId: string) => route(toRunPath(run, spanId)),
    isByEntry: false,
  };
  const started = formatMoment(run.startedAt, clock.slowNow.value);
  return (
    <section
      ref={element}
      id={toSectionId(run.runId)}
      class={`room-run status-line-${status}`}
      aria-label={`Run of ${started}`}
      hidden={!isFound}
    >
      <header class="room-run-line">
        <span class={`room-run-status is-${status}`}>
          <Icon name={status === "completed" ? "check" : status} />
          <a href={toRunPath(run)}>
            <time dateTime={new Date(run.startedAt).toISOString()} title={formatAbsoluteTime(run.startedAt)}>
              {started}
            </time>
          </a>{" "}
          {STATUS_WORDS[status]}
          {run.waiting && ` for ${run.waiting.for}`}
        </span>
        <RunDuration run={run} />
        <RunSums run={run} />
      </header>
      {run.cause && <Cause run={run} path={toRunPath(run, run.cause.spanId)} />}
      <ol class="messages">
        <QuestionView question={question} run={run} choice={choice} />
        {entries.map((entry) =>
          entry.type === "model" ? null : <StepView key={entry.span.spanId} entry={entry} choice={choice} isFolded />,
        )}
        {(data || status === "started" || status === "waiting") && (
          <AnswerView answer={answer} run={run} choice={choice} speaker={run.name ?? "Answer"} />
        )}
      </ol>
      {error && !data && (
        <p class="error-text" role="alert">
          The messages could not be loaded: {error.message}{" "}
          <button type="button" class="button" onClick={refetch}>
            Try again
          </button>
        </p>
      )}
    </section>
  );
}

/** What is shown of the run, as one text in lower case. */
function toRunText({ cause }: RunSummary, conversation: Conversation): string {
  const steps = conversation.entries.filter(({ type }) => type !== "model");
  const head = toHeadText({ ...conversation, system: [] });
  return [cause?.text.toLowerCase() ?? "", head, ...steps.map(toEntryText)].join("\n");
}

/** Id of the part of the page that shows the run. */
export function toSectionId(runId: string): string {
  return `run-${runId}`;
}

/** Why the run failed, with the way to the step that did. */
function Cause({ run, path }: { run: RunSummary; path: string }) {
  const words = toFailureWords(run);
  return (
    <a class="room-run-cause" href={path}>
      {words.path.length > 0 && <b>{words.path.join(" › ")} </b>}
      {words.what}
      <span class="muted"> {words.circumstances.join(" · ")}</span>
    </a>
  );
}

function RunSums({ run: { tokens, cost } }: { run: RunSummary }) {
  return (
    <>
      {tokens && <span>{formatTokenSum(tokens)} tok</span>}
      {cost && <RunCost cost={cost} />}
    </>
  );
}
