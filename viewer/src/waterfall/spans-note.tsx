import { formatBytes } from "../format/format-bytes.ts";
import { formatCount, formatPlural } from "../format/format-count.ts";
import type { SpansState } from "../models/span-queries.ts";
import "./spans-note.css";

/** Runs that are there at once need no progress: a line that comes and goes is only in the way. */
const MIN_SHOWN = 2_000;

/**
 * Says how far a large run is, with a way to stop it, why it has to wait, and how many of its spans are left out; nothing when all are
 * there.
 */
export function SpansNote({ state }: { state: SpansState }) {
  const { spans, progress, cut, waiting, error, isStopped, stop, resume } = state;
  if (isStopped) {
    return (
      <div class="spans-note" role="note">
        Stopped: {formatCount(spans?.length ?? 0)} of {formatPlural(progress?.total ?? 0, "span")} are shown.
        <button type="button" class="text-button" onClick={resume}>
          Load all
        </button>
      </div>
    );
  }
  if (waiting) return <output class="spans-note">{waiting.message} Trying again…</output>;
  if (progress && progress.total > MIN_SHOWN) {
    const { received, total, bytes } = progress;
    if (received >= total) {
      const words = `${formatPlural(total, "span")} have come; what belongs together is being found out…`;
      return <output class="spans-note">{words}</output>;
    }
    return (
      <div class="spans-note">
        <output>
          {formatCount(received)} of {formatPlural(total, "span")}, {formatBytes(bytes)}
        </output>
        <progress value={received} max={total} aria-label="Spans that have come" />
        <button type="button" class="text-button" onClick={stop}>
          Stop
        </button>
      </div>
    );
  }
  if (cut) {
    return (
      <p class="spans-note" role="note">
        {formatPlural(cut.spans, "span")} more than can be shown: those that started last are left out.
      </p>
    );
  }
  return spans === undefined && !error ? <output class="spans-note">Loading the spans…</output> : null;
}
