import { Fragment, type ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { parseMarkdown, type Block } from "../models/markdown-blocks.ts";
import { toPlainText, toWebAddress, type Inline } from "../models/markdown-inline.ts";
import { useCappedText } from "./use-capped-text.tsx";
import { SCROLLABLE } from "../ui/scrollable.ts";
import "./markdown.css";

/** Longer texts are not an answer to be read, and shown whole they are shown as they are. */
const MAX_LENGTH = 20_000;

/**
 * A text of a model, with the looks that its Markdown asks for. Made of elements of ours around text nodes, never of HTML: whatever the
 * text says, nothing runs, and nothing is loaded.
 */
export function Markdown({ text }: { text: string }) {
  const { shown, button } = useCappedText(text, MAX_LENGTH);
  const blocks = useMemo(() => (shown.length > MAX_LENGTH ? undefined : parseMarkdown(shown)), [shown]);
  return (
    <div class="markdown" dir="auto">
      {blocks ? <Blocks blocks={blocks} /> : <p class="plain-text">{shown}</p>}
      {button}
    </div>
  );
}

function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map((block, index) => <BlockView key={index} block={block} />);
}

function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case "paragraph":
      return (
        <p>
          <Pieces pieces={block.children} />
        </p>
      );
    case "heading":
      // A heading of an answer is none of the page.
      return (
        <p class="markdown-heading">
          <Pieces pieces={block.children} />
        </p>
      );
    case "code":
      return (
        <pre class="code-block" {...SCROLLABLE}>
          {block.text}
        </pre>
      );
    case "quote":
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      );
    case "list":
      return <List start={block.start} items={block.items} />;
    case "table":
      return <Table head={block.head} rows={block.rows} />;
    case "rule":
      return <hr />;
  }
}

function List({ start, items }: { start: number | undefined; items: Block[][] }) {
  const children = items.map((item, index) => (
    <li key={index}>
      <Blocks blocks={item} />
    </li>
  ));
  return start === undefined ? <ul>{children}</ul> : <ol start={start}>{children}</ol>;
}

function Table({ head, rows }: { head: Inline[][]; rows: Inline[][][] }) {
  return (
    <div class="markdown-table" {...SCROLLABLE}>
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col">
                <Pieces pieces={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>
                  <Pieces pieces={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pieces({ pieces }: { pieces: readonly Inline[] }): ComponentChildren {
  return pieces.map((piece, index) => <Piece key={index} piece={piece} />);
}

function Piece({ piece }: { piece: Inline }): ComponentChildren {
  switch (piece.type) {
    case "text":
      return piece.text;
    case "break":
      return <br />;
    case "code":
      return <code>{piece.text}</code>;
    case "strong":
      return (
        <strong>
          <Pieces pieces={piece.children} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Pieces pieces={piece.children} />
        </em>
      );
    case "strike":
      return (
        <s>
          <Pieces pieces={piece.children} />
        </s>
      );
    case "image":
      return (
        <span class="muted">
          [image not loaded: {piece.text} {piece.url}]
        </span>
      );
    case "link":
      return <Link url={piece.url} pieces={piece.children} />;
  }
}

/** Where a link leads is said beside it, unless its own words say that. */
function Link({ url, pieces }: { url: string; pieces: readonly Inline[] }) {
  const address = toWebAddress(url);
  const words = <Pieces pieces={pieces} />;
  if (!address) return words;
  const saysSo = toPlainText(pieces) === url;
  return (
    <Fragment>
      <a href={address.href} title={address.href} target="_blank" rel="noopener noreferrer nofollow">
        {words}
      </a>
      {!saysSo && <span class="muted"> ({address.host})</span>}
    </Fragment>
  );
}
