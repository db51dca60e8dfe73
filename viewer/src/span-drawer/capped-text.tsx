import { useSignal } from "@preact/signals";
import { formatShortCount } from "../format/format-count.ts";
import { CopyButton } from "../ui/copy-button.tsx";

/** Characters shown at first: 20,000, about ten screens. A prompt may have millions. */
const MAX_LENGTH = 20_000;

/**
 * Text in a box of its own, cut to 20,000 characters until asked for all of it. Always text, never markup; prose has the face of
 * the page, and each of its paragraphs the direction of its own script.
 */
export function CappedText({ text, label, isProse = false }: { text: string; label: string; isProse?: boolean }) {
  const isWhole = useSignal(false);
  const isCut = text.length > MAX_LENGTH && !isWhole.value;
  return (
    <div class="capped-text with-copy">
      <pre class={isProse ? "code-block prose" : "code-block"}>{isCut ? text.slice(0, MAX_LENGTH) : text}</pre>
      <CopyButton text={text} label={`Copy ${label}`} />
      {isCut && (
        <button type="button" class="button" onClick={() => (isWhole.value = true)}>
          Show all {formatShortCount(text.length)} characters
        </button>
      )}
    </div>
  );
}
