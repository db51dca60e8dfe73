import { readConversation, type ContentMessage, type SpanDetail } from "@runline/contract";
import { toText } from "../format/content-blocks.ts";
import { formatPlural } from "../format/format-count.ts";
import { MessageParts, Value } from "../messages/message-parts.tsx";
import { SystemFold } from "../messages/prompt-entries.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import "../messages/messages.css";

/** What went into the step and what came out, as it reads among the messages of the run. */
export function ContentTab({ detail: { input, output } }: { detail: SpanDetail }) {
  if (input === undefined && output === undefined) {
    return (
      <p class="muted">
        Nothing was recorded for this span. Content is recorded only when the agent's instrumentation is told to; with
        the Runline plugin by <code>captureContent: true</code> in its options.
      </p>
    );
  }
  return (
    <>
      <Content word="Input" content={input} />
      <Content word="Output" content={output} />
    </>
  );
}

function Content({ word, content }: { word: string; content: unknown }) {
  if (content === undefined) return null;
  const messages = readConversation(content);
  return (
    <section class="content-blocks">
      <div class="content-head">
        <h3>{word}</h3>
        <CopyButton text={() => toText(content)} label={`Copy the ${word.toLowerCase()}`} />
      </div>
      {messages ? (
        // oxlint-disable-next-line react/no-array-index-key -- messages have no identity of their own and never move
        messages.map((message, index) => <Message key={index} message={message} />)
      ) : (
        <div class="message-body">
          <Value value={content} />
        </div>
      )}
    </section>
  );
}

function Message({ message: { role, name, parts, omitted } }: { message: ContentMessage }) {
  if (omitted !== undefined) return <p class="message-note">{formatPlural(omitted, "message")} left out</p>;
  return (
    <div>
      <h4>{name === undefined ? role : `${role} ${name}`}</h4>
      <div class="message-body">
        {role === "system" ? <SystemFold parts={parts} /> : <MessageParts parts={parts} />}
      </div>
    </div>
  );
}
