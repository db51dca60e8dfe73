import type { SpanDetail } from "@runline/contract";
import { CappedText } from "./capped-text.tsx";
import { toSpanContent, type ContentBlock, type ContentPiece } from "../format/content-blocks.ts";

/** What went into the step and what came out. */
export function ContentTab({ detail }: { detail: SpanDetail }) {
  const { input, output } = toSpanContent(detail);
  if (input.length === 0 && output.length === 0) {
    return (
      <p class="muted">
        Nothing was recorded for this span. Content is recorded only when the agent's instrumentation is told to; with
        the Runline plugin by <code>captureContent: true</code> in its options.
      </p>
    );
  }
  return (
    <>
      <Blocks word="Input" blocks={input} />
      <Blocks word="Output" blocks={output} />
    </>
  );
}

function Blocks({ word, blocks }: { word: string; blocks: ContentBlock[] }) {
  if (blocks.length === 0) return null;
  return (
    <section class="content-blocks">
      <h3>{word}</h3>
      {blocks.map(({ title, pieces }, index) => (
        // Blocks and pieces have no identity of their own and never move.
        // oxlint-disable-next-line react/no-array-index-key -- the list only grows at its end
        <div key={index}>
          {title !== word && <h4>{title}</h4>}
          {pieces.map((piece, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- as above
            <Piece key={place} piece={piece} label={`${word.toLowerCase()} ${index + 1}`} />
          ))}
        </div>
      ))}
    </section>
  );
}

function Piece({ piece: { form, label, text }, label: place }: { piece: ContentPiece; label: string }) {
  if (form === "note") return <p class="content-note muted">{text}</p>;
  return (
    <>
      {label !== undefined && <h5>{label}</h5>}
      <CappedText text={text} label={label ?? place} isProse={form === "prose"} />
    </>
  );
}
