import type { RunSpan } from "@runline/contract";
import { formatDuration } from "../format/format-duration.ts";
import { formatTokens } from "../format/format-usage.ts";
import { STATE_WORDS } from "../format/state-words.ts";
import type { ActionEntry, AgentEntry, ModelEntry } from "../models/conversation.ts";
import { toOneLine } from "../models/json-preview.ts";
import { toShownKind } from "../models/shown-kind.ts";
import { Icon } from "../ui/icon.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { OtherAgentLink } from "../ui/other-agent-link.tsx";
import { ChoiceButton, MessageEntry, type Choice } from "./message-entry.tsx";
import { MessageParts, Value } from "./message-parts.tsx";

/** Characters of arguments that stand beside the name of their action. */
const MAX_BESIDE = 48;

/** A model call: what it gave. */
export function ModelView({ entry, choice }: { entry: ModelEntry; choice: Choice }) {
  const { span, output, calls, isAnswer } = entry;
  const tokens = formatTokens(span.usage ?? {});
  return (
    <MessageEntry
      speaker="Model"
      spanId={span.spanId}
      choice={choice}
      meta={[formatTook(span), tokens].filter(Boolean).join(" · ")}
    >
      <StepName span={span} choice={choice} />
      <MessageParts parts={isAnswer ? output.filter(({ type }) => type === "reasoning") : output} />
      {isAnswer && <p class="muted">Gives the answer.</p>}
      {calls.length > 0 && <CallLine calls={calls} />}
      <Failure span={span} />
    </MessageEntry>
  );
}

/** The actions that a model asks for: what they were given stands with them. */
function CallLine({ calls }: { calls: readonly string[] }) {
  const last = calls.at(-1) ?? "";
  return <p>Calls {calls.length > 1 ? `${calls.slice(0, -1).join(", ")} and ${last}` : last}.</p>;
}

/** An action, or another agent that was called. */
export interface StepViewProps {
  entry: ActionEntry | AgentEntry;
  choice: Choice;
  /** Whether arguments and results are one line each until they are asked for. @defaultValue false */
  isFolded?: boolean;
}

/** Draws either. */
export function StepView({ entry, choice, isFolded = false }: StepViewProps) {
  return entry.type === "action" ? (
    <ActionView entry={entry} choice={choice} isFolded={isFolded} />
  ) : (
    <AgentView entry={entry} choice={choice} />
  );
}

/** An action, with what it was given and what came of it. */
function ActionView({ entry, choice, isFolded }: { entry: ActionEntry; choice: Choice; isFolded: boolean }) {
  const { span, input, output } = entry;
  const beside = toBeside(input);
  return (
    <MessageEntry speaker="Action" spanId={span.spanId} choice={choice} meta={formatTook(span)} className="is-step">
      <StepName span={span} choice={choice} beside={beside} />
      {input !== undefined && beside === undefined && (
        <div class="message-labelled">
          <span class="muted">Called with</span>
          <Value value={input} isOpen={!isFolded} />
        </div>
      )}
      {output !== undefined && <Value value={output} isOpen={!isFolded} />}
      <Failure span={span} />
    </MessageEntry>
  );
}

/** Another agent that was called, with the link to its own run. */
function AgentView({ entry, choice }: { entry: AgentEntry; choice: Choice }) {
  const { span, asked, answered } = entry;
  return (
    <MessageEntry speaker="Agent" spanId={span.spanId} choice={choice} meta={formatTook(span)} className="is-step">
      <StepName span={span} choice={choice} />
      {asked.length > 0 && (
        <div class="message-labelled">
          <span class="muted">Asked</span>
          <MessageParts parts={asked} />
        </div>
      )}
      <MessageParts parts={answered} />
      <Failure span={span} />
    </MessageEntry>
  );
}

function StepName({ span, choice, beside }: { span: RunSpan; choice: Choice; beside?: string | undefined }) {
  return (
    <p class="message-step">
      <KindIcon kind={toShownKind(span)} />
      <ChoiceButton spanId={span.spanId} choice={choice}>
        {span.label || span.name}
      </ChoiceButton>
      {span.attempt !== undefined && <span class="muted">attempt {span.attempt}</span>}
      {beside !== undefined && <code class="muted">{beside}</code>}
      {span.otherAgent && <OtherAgentLink agent={span.otherAgent} rowLabel={span.label} />}
    </p>
  );
}

/** What failed in the step, in its own words. */
function Failure({ span: { state, error } }: { span: RunSpan }) {
  if (state !== "error" && state !== "timeout") return null;
  return (
    <p class={`message-failure state-${state}`}>
      <Icon name={state} size={14} />
      {error ?? STATE_WORDS[state]}
    </p>
  );
}

/** Short arguments, without the braces around them. */
function toBeside(input: unknown): string | undefined {
  const line = input === undefined ? undefined : toOneLine(input, MAX_BESIDE);
  return line?.replace(/^\{ (.*) \}$/s, "$1");
}

function formatTook({ durationMs, state }: RunSpan): string {
  return durationMs === undefined ? STATE_WORDS[state] : formatDuration(durationMs);
}
