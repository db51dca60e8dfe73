import type { ContentPart, RunSpan } from "@runline/contract";
import { formatDuration } from "../format/format-duration.ts";
import { formatTokens } from "../format/format-usage.ts";
import { STATE_WORDS } from "../format/state-words.ts";
import type { ActionEntry, AgentEntry, ModelEntry } from "../models/conversation.ts";
import { toOneLine } from "../models/json-preview.ts";
import { Icon } from "../ui/icon.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { OtherAgentLink } from "../ui/other-agent-link.tsx";
import { ChoiceButton, MessageEntry, type Choice } from "./message-entry.tsx";
import { MessageParts, Value } from "./message-parts.tsx";

/** Characters of arguments that stand beside the name of their action. */
const MAX_BESIDE = 48;

/** A model call: what it gave. */
export function ModelView({ entry, choice }: { entry: ModelEntry; choice: Choice }) {
  const { span, output, isAnswer } = entry;
  const parts = output.flatMap((message) => message.parts);
  const calls = parts.filter((part) => part.type === "tool_call");
  const tokens = formatTokens(span.usage ?? {});
  return (
    <MessageEntry
      speaker="Model"
      spanId={span.spanId}
      choice={choice}
      meta={[formatTook(span), tokens].filter(Boolean).join(" · ")}
    >
      <StepName span={span} choice={choice} />
      {isAnswer ? (
        <p class="muted">Gives the answer.</p>
      ) : (
        <MessageParts parts={parts.filter(({ type }) => type !== "tool_call")} />
      )}
      {calls.length > 0 && <CallLine calls={calls} />}
      <Failure span={span} />
    </MessageEntry>
  );
}

/** The tools that a model asks for: what they were given stands with them. */
function CallLine({ calls }: { calls: readonly Extract<ContentPart, { type: "tool_call" }>[] }) {
  const names = calls.map(({ name }) => name);
  const last = names.at(-1) ?? "";
  return <p>Calls {names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${last}` : last}.</p>;
}

/** An action, with what it was given and what came of it. */
export function ActionView({ entry, choice }: { entry: ActionEntry; choice: Choice }) {
  const { span, input, output } = entry;
  const beside = toBeside(input);
  return (
    <MessageEntry speaker="Tool" spanId={span.spanId} choice={choice} meta={formatTook(span)}>
      <StepName span={span} choice={choice} beside={beside} />
      {input !== undefined && beside === undefined && (
        <div class="message-labelled">
          <span class="muted">Called with</span>
          <Value value={input} />
        </div>
      )}
      {output !== undefined && <Value value={output} />}
      <Failure span={span} />
    </MessageEntry>
  );
}

/** Another agent that was called, with the link to its own run. */
export function AgentView({ entry, choice }: { entry: AgentEntry; choice: Choice }) {
  const { span, asked, answered } = entry;
  return (
    <MessageEntry speaker="Agent" spanId={span.spanId} choice={choice} meta={formatTook(span)}>
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
      <KindIcon kind={span.kind} />
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
