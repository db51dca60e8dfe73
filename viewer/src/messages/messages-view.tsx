import { useSignal } from "@preact/signals";
import type { EventsCut, RunSummary } from "@runline/contract";
import { useMemo, useRef } from "preact/hooks";
import { formatCount, formatPlural } from "../format/format-count.ts";
import { toConversation, type Conversation, type ConversationEntry } from "../models/conversation.ts";
import { useRunMessages } from "../models/message-queries.ts";
import type { QueryOptions } from "../models/use-query.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { toEntryText, toHeadText } from "./entry-text.ts";
import type { Choice } from "./message-entry.tsx";
import { MessageSearch, SearchedTextProvider } from "./message-search.tsx";
import { NoMessages } from "./no-messages.tsx";
import { AddedView, SystemView } from "./prompt-entries.tsx";
import { AnswerView, QuestionView } from "./said-entries.tsx";
import { ModelView, StepView } from "./step-entries.tsx";
import { SCROLLABLE } from "../ui/scrollable.ts";
import { useTextMarks } from "./use-text-marks.ts";
import "./messages.css";

/** Entries that are in the page at first, and more each time they are asked for: a run may have thousands of steps. */
const ENTRIES_AT_ONCE = 200;

/** A run, and the step that is chosen in it. */
export interface MessagesViewProps extends Omit<Choice, "isByEntry"> {
  agentId: string;
  run: RunSummary;
  polling: QueryOptions;
}

/** The run as one reads it: what came of it, what was asked, and the way from one to the other. */
export function MessagesView({ agentId, run, polling, selectedId, onSelect }: MessagesViewProps) {
  const { data, error, waiting, refetch } = useRunMessages(agentId, run.runId, polling);
  const search = useSignal("");
  const wanted = search.value.trim().toLowerCase();
  const scroller = useRef<HTMLDivElement>(null);
  useTextMarks(scroller, wanted);
  const conversation = useMemo(() => data && toConversation(run, data.steps), [run, data]);
  const isSearching = wanted !== "";
  const texts = useMemo(
    () => (isSearching && conversation ? toTexts(conversation) : undefined),
    [isSearching, conversation],
  );
  if (error && !conversation) {
    return <ErrorPanel title="The messages could not be loaded" error={error} onRetry={refetch} />;
  }
  if (!conversation) return <output class="messages-note muted">{waiting?.message ?? "Loading the messages…"}</output>;
  if (!conversation.hasContent) return <NoMessages run={run} />;
  const { answer, question, system, entries } = conversation;
  const choice = { selectedId, onSelect, isByEntry: true };
  const matching = texts ? entries.filter((_, place) => texts.entries[place]?.includes(wanted)) : entries;
  return (
    <div ref={scroller} class="messages-scroller" {...SCROLLABLE}>
      <MessageSearch
        text={search}
        found={texts ? formatFound(matching.length, entries.length, texts.head.includes(wanted)) : ""}
      />
      {error && (
        <p class="error-text messages-note" role="alert">
          These messages are not up to date: {error.message}
        </p>
      )}
      {data?.cut && <CutNote cut={data.cut} />}
      <SearchedTextProvider value={wanted}>
        <ol class="messages">
          <AnswerView answer={answer} run={run} choice={choice} />
          <QuestionView question={question} run={run} choice={choice} />
          {system.length > 0 && <SystemView messages={system} choice={choice} />}
          <Entries key={wanted} entries={matching} choice={choice} />
        </ol>
      </SearchedTextProvider>
    </div>
  );
}

/** Made once for all that is typed. */
function toTexts(conversation: Conversation): { head: string; entries: string[] } {
  return { head: toHeadText(conversation), entries: conversation.entries.map(toEntryText) };
}

/** @example formatFound(3, 42, true) // "3 of 42 steps have it, and what stands above them" */
function formatFound(found: number, of: number, isAbove: boolean): string {
  return `${formatCount(found)} of ${formatPlural(of, "step")} ${found === 1 ? "has" : "have"} it${isAbove ? ", and what stands above them" : ""}`;
}

function Entries({ entries, choice }: { entries: readonly ConversationEntry[]; choice: Choice }) {
  const count = useSignal(ENTRIES_AT_ONCE);
  const chosen = entries.findIndex(({ span }) => span.spanId === choice.selectedId);
  const shown = entries.slice(0, Math.max(count.value, chosen + 1));
  const firstCall = entries.find(({ type }) => type === "model");
  const left = entries.length - shown.length;
  return (
    <>
      {shown.map((entry) => (
        <EntryView key={entry.span.spanId} entry={entry} isFirst={entry === firstCall} choice={choice} />
      ))}
      {left > 0 && (
        <li class="message-strip">
          <button type="button" class="button quiet" onClick={() => (count.value += ENTRIES_AT_ONCE)}>
            Show {formatCount(Math.min(left, ENTRIES_AT_ONCE))} more of {formatPlural(entries.length, "step")}
          </button>
        </li>
      )}
    </>
  );
}

function EntryView({ entry, isFirst, choice }: { entry: ConversationEntry; isFirst: boolean; choice: Choice }) {
  if (entry.type !== "model") return <StepView entry={entry} choice={choice} />;
  return (
    <>
      <AddedView entry={entry} isFirst={isFirst} />
      <ModelView entry={entry} choice={choice} />
    </>
  );
}

/** What the answer of the server leaves out. */
function CutNote({ cut: { spans, contents, shortened } }: { cut: EventsCut }) {
  const words = [
    spans > 0 && `${formatPlural(spans, "span")} left out`,
    contents > 0 && `${formatPlural(contents, "step")} shown without what was said`,
    shortened > 0 && `${formatPlural(shortened, "step")} cut inside`,
  ];
  return (
    <p class="messages-note muted" role="note">
      There is too much to show all of it: {words.filter(Boolean).join(", ")}. The details of a step have what it said.
    </p>
  );
}
