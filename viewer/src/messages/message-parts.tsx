import type { ContentPart } from "@runline/contract";
import { formatPlural } from "../format/format-count.ts";
import { InlineImage } from "./inline-image.tsx";
import { JsonValue, LongText } from "./json-value.tsx";
import { Markdown } from "./markdown.tsx";

/** What a message says, part by part. */
export function MessageParts({ parts }: { parts: readonly ContentPart[] }) {
  return parts.map((part, index) => <PartView key={index} part={part} />);
}

function PartView({ part }: { part: ContentPart }) {
  switch (part.type) {
    case "text":
      return (
        <>
          <Markdown text={part.content} />
          <CutNote cut={part.cut} />
        </>
      );
    case "reasoning":
      return (
        <div class="message-reasoning">
          <span class="visually-hidden">Reasoning: </span>
          <Markdown text={part.content} />
          <CutNote cut={part.cut} />
        </div>
      );
    case "tool_call":
      return <Labelled words={`Calls ${part.name}`} value={part.arguments ?? {}} />;
    case "tool_result":
      return <Labelled words={`Result of ${part.name ?? part.id ?? "the call"}`} value={part.result} />;
    case "image":
    case "file":
      return <InlineImage part={part} />;
    case "other":
      return <Value value={part.value} />;
  }
}

/** A value as it reads best: a text as text, everything else as a tree. */
export function Value({ value, isOpen = true }: { value: unknown; isOpen?: boolean }) {
  return typeof value === "string" ? (
    <div>
      <LongText text={value} />
    </div>
  ) : (
    <JsonValue value={value} isOpen={isOpen} />
  );
}

function Labelled({ words, value }: { words: string; value: unknown }) {
  return (
    <div class="message-labelled">
      <span class="muted">{words}</span>
      <Value value={value} />
    </div>
  );
}

function CutNote({ cut }: { cut: number | undefined }) {
  return cut === undefined ? null : <p class="message-note">{formatPlural(cut, "character")} cut</p>;
}
