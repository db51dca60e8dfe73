import type { ContentMessage, ContentPart } from "@runline/contract";
import { formatPlural } from "../format/format-count.ts";
import { toPlainText } from "../format/plain-text.ts";
import type { ModelEntry } from "../models/conversation.ts";
import { Fold } from "./fold.tsx";
import { MessageEntry, type Choice } from "./message-entry.tsx";
import { MessageParts } from "./message-parts.tsx";

/** Characters of the line that stands for a folded text. */
const MAX_LINE = 200;

/** What the model is told to be: one line, and how much more there is. */
export function SystemView({ messages, choice }: { messages: readonly ContentMessage[]; choice: Choice }) {
  const parts = messages.flatMap((message) => message.parts);
  const text = toSystemText(parts);
  const cut = parts.reduce((sum, part) => sum + ("cut" in part ? (part.cut ?? 0) : 0), 0);
  return (
    <MessageEntry speaker="System" choice={choice} meta={formatPlural(text.length + cut, "character")}>
      <SystemFold parts={parts} />
    </MessageEntry>
  );
}

/**
 * What the model is told to be, which is long and of all calls the same: its first line, until more is asked for. What has no text is
 * shown as it is.
 */
export function SystemFold({ parts }: { parts: readonly ContentPart[] }) {
  const text = toSystemText(parts);
  const line = text.trim().split("\n", 1)[0]?.slice(0, MAX_LINE) ?? "";
  if (line === "") return <MessageParts parts={parts} />;
  return (
    <Fold
      className="message-system"
      summary={<span class="message-line">{line}</span>}
      has={(wanted) => text.toLowerCase().includes(wanted)}
    >
      {() => <MessageParts parts={parts} />}
    </Fold>
  );
}

function toSystemText(parts: readonly ContentPart[]): string {
  return parts.flatMap((part) => (part.type === "text" ? part.content : [])).join("\n");
}

/** What a prompt has more than the ones before it, folded to its number. */
export function AddedView({ entry: { added, repeated }, isFirst }: { entry: ModelEntry; isFirst: boolean }) {
  const count = added.reduce((sum, { omitted = 1 }) => sum + omitted, 0);
  if (count === 0) return repeated === 0 ? null : <li class="message-strip">The same prompt again</li>;
  const words = isFirst ? "more in the prompt" : repeated > 0 ? "since the last call" : "in another prompt";
  return (
    <li class="message-strip">
      <Fold
        className="message-added"
        has={(wanted) => toPlainText(added).toLowerCase().includes(wanted)}
        summary={
          <>
            {repeated > 0 && "+"}
            {formatPlural(count, "message")} <span class="muted">{words}</span>
          </>
        }
      >
        {() => (
          <ol class="message-list">
            {added.map((message, index) => (
              <li key={index}>
                <span class="message-role">{toSpeaker(message)}</span>
                <div class="message-body">
                  {message.omitted === undefined ? (
                    <MessageParts parts={message.parts} />
                  ) : (
                    <p class="message-note">{formatPlural(message.omitted, "message")} left out</p>
                  )}
                </div>
              </li>
            ))}
          </ol>
        )}
      </Fold>
    </li>
  );
}

function toSpeaker({ role, name, omitted }: ContentMessage): string {
  if (omitted !== undefined) return "…";
  const word = `${role.slice(0, 1).toUpperCase()}${role.slice(1)}`;
  return name === undefined ? word : `${word} ${name}`;
}
