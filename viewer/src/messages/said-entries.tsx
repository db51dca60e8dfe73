import type { RunSummary } from "@runline/contract";
import { formatOffset } from "../format/format-offset.ts";
import { toShownStatus } from "../format/format-status.ts";
import type { Said } from "../models/conversation.ts";
import { MessageEntry, type Choice } from "./message-entry.tsx";
import { MessageParts } from "./message-parts.tsx";

/** What is asked or answered in a run, if it is known. */
interface SaidProps {
  run: RunSummary;
  choice: Choice;
}

/** What was asked, by whom. */
export function QuestionView({ question, run, choice }: SaidProps & { question: Said | undefined }) {
  if (!question) return null;
  return (
    <MessageEntry
      speaker={run.metadata?.entityName ?? "User"}
      spanId={question.spanId}
      choice={choice}
      meta={formatOffset(question.at - run.startedAt)}
      className="is-person"
      isSpeakerChoice
    >
      <MessageParts parts={question.parts} />
    </MessageEntry>
  );
}

/** Why there is no answer, in the words for the status. */
const NO_ANSWER = {
  started: "Not answered yet.",
  completed: "No answer was captured.",
  error: "The run failed before it answered.",
  timeout: "The run took longer than it may before it answered.",
  waiting: "Not answered yet: the run waits.",
  lost: "Nothing was heard of the run any more before it answered.",
};

/** What was answered, or why there is no answer. */
export function AnswerView(props: SaidProps & { answer: Said | undefined; speaker?: string }) {
  const { answer, run, choice, speaker = "Answer" } = props;
  return (
    <MessageEntry
      speaker={speaker}
      spanId={answer?.spanId}
      choice={choice}
      meta={answer && formatOffset(answer.at - run.startedAt)}
      className="is-answer is-person"
      isSpeakerChoice
    >
      {answer ? <MessageParts parts={answer.parts} /> : <p class="muted">{NO_ANSWER[toShownStatus(run)]}</p>}
    </MessageEntry>
  );
}
