import { useSignal } from "@preact/signals";
import { formatCount } from "../format/format-count.ts";
import { toPlainText } from "../format/plain-text.ts";
import { toKey, toOneLine, toPreview } from "../models/json-preview.ts";
import { Fold } from "./fold.tsx";
import { useCappedText } from "./use-capped-text.tsx";
import "./json-value.css";

/** Characters of a value that stands on one line. */
const MAX_LINE = 100;
/** Characters of a text at first. */
const MAX_TEXT = 600;
/** Members that are shown at once. */
const MEMBERS_AT_ONCE = 100;

/** A JSON value: on one line when it is short, else as a tree that unfolds level by level. */
export function JsonValue({ name, value, isOpen = false }: { name?: string; value: unknown; isOpen?: boolean }) {
  const key = name === undefined ? undefined : <span class="json-key">{name}: </span>;
  const line = toOneLine(value, MAX_LINE);
  if (line !== undefined || typeof value !== "object" || value === null) {
    return (
      <div class="json-line">
        {key}
        {line ?? <LongText text={String(value)} />}
      </div>
    );
  }
  const summary = (
    <>
      {key}
      {toPreview(value)}
    </>
  );
  return (
    <Fold
      className="json-fold"
      summary={summary}
      isOpenAtFirst={isOpen}
      has={(wanted) => toPlainText(value).toLowerCase().includes(wanted)}
    >
      {() => <Members value={value} />}
    </Fold>
  );
}

/** A text with its line breaks, cut until all of it is asked for. */
export function LongText({ text }: { text: string }) {
  const { shown, isWhole, button } = useCappedText(text, MAX_TEXT);
  return (
    <>
      <span class="plain-text">
        {shown}
        {!isWhole && "…"}
      </span>
      {button}
    </>
  );
}

function Members({ value }: { value: object }) {
  const count = useSignal(MEMBERS_AT_ONCE);
  const isList = Array.isArray(value);
  const members = Object.entries(value);
  const left = members.length - count.value;
  return (
    <div class="json-members">
      {members.slice(0, count.value).map(([key, member]) => (
        <JsonValue key={key} name={isList ? `[${key}]` : toKey(key)} value={member} />
      ))}
      {left > 0 && (
        <button type="button" class="button quiet" onClick={() => (count.value += MEMBERS_AT_ONCE)}>
          {formatCount(Math.min(left, MEMBERS_AT_ONCE))} more of {formatCount(members.length)}
        </button>
      )}
    </div>
  );
}
