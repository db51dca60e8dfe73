import { useSignal } from "@preact/signals";
import type { SpanDetail, SpanKind } from "@runline/contract";
import { useMemo } from "preact/hooks";
import { toPlainText } from "../format/plain-text.ts";
import type { StepPair } from "../models/align-siblings.ts";
import type { RunName } from "../models/compare-path.ts";
import { diffTexts, type TextDiff } from "../models/diff-text.ts";
import type { Sides } from "../models/create-compare-model.ts";
import { toShownKind } from "../models/shown-kind.ts";
import { useSpanDetail } from "../models/span-queries.ts";
import { CloseButton } from "../ui/close-button.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { formatDiff } from "./format-diff.ts";
import { TextDiffView } from "./text-diff-view.tsx";
import "./step-texts.css";

/** What a step was given, what came of it, and what else was sent of it. */
type Part = "input" | "output" | "attributes";

const PARTS: readonly Part[] = ["input", "output", "attributes"];
const WORDS: Partial<Record<SpanKind, Partial<Record<Part, string>>>> = {
  model_call: { input: "Prompt", output: "Answer" },
  action: { input: "Arguments", output: "Result" },
};
const COMMON: Record<Part, string> = { input: "Input", output: "Output", attributes: "Attributes" };

/** A step of two runs. */
interface StepTextsProps {
  runs: Sides<RunName>;
  pair: StepPair;
  onClose: () => void;
}

/** What was said in a step, as the difference between both runs: its prompt or arguments, its answer or result, its attributes. */
export function StepTexts({ runs, pair, onClose }: StepTextsProps) {
  const part = useSignal<Part>("input");
  const a = useSpanDetail(runs.a, pair.a?.span);
  const b = useSpanDetail(runs.b, pair.b?.span);
  const isThere = (!pair.a?.span || a.data !== undefined) && (!pair.b?.span || b.data !== undefined);
  const diffs = useMemo(() => (isThere ? toDiffs(a.data, b.data) : undefined), [isThere, a.data, b.data]);
  const failed = [a, b].find(({ error, data }) => error && !data);
  const { label, span } = pair.b ?? pair.a ?? {};
  const names = PARTS.map((each) => toTabName(span?.kind, each, diffs));
  const shown = diffs?.[part.value];
  return (
    <section class="step-texts" aria-label="What was said in the step">
      <header>
        {span && <KindIcon kind={toShownKind(span)} />}
        <h2>{label}</h2>
        <span class="muted">{shown && formatDiff(shown)}</span>
        <span class="spacer" />
        <CloseButton label="Close the texts" title="Close" onClose={onClose} />
      </header>
      <Tabs
        label="What was said"
        names={names}
        selected={names[PARTS.indexOf(part.value)] ?? ""}
        onSelect={(name) => (part.value = PARTS[names.indexOf(name)] ?? "input")}
        isPanelFocusable
      >
        {failed?.error && (
          <ErrorPanel title="The texts of the step could not be loaded" error={failed.error} onRetry={failed.refetch} />
        )}
        {!diffs && !failed && <output class="muted">Loading…</output>}
        {shown && <TextDiffView key={part.value} diff={shown} />}
      </Tabs>
    </section>
  );
}

function toDiffs(a: SpanDetail | undefined, b: SpanDetail | undefined): Record<Part, TextDiff> {
  return {
    input: diffTexts(toPlainText(a?.input), toPlainText(b?.input)),
    output: diffTexts(toPlainText(a?.output), toPlainText(b?.output)),
    attributes: diffTexts(toAttributeLines(a), toAttributeLines(b)),
  };
}

function toAttributeLines(detail: SpanDetail | undefined): string {
  return Object.entries(detail?.attributes ?? {})
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .sort()
    .join("\n");
}

/** The part, and how much it differs. @example "Prompt, 3 lines" */
function toTabName(kind: SpanKind = "infrastructure", part: Part, diffs: Record<Part, TextDiff> | undefined): string {
  const word = WORDS[kind]?.[part] ?? COMMON[part];
  if (!diffs) return word;
  const { lines, changed, removed, added } = diffs[part];
  const count = changed + removed + added;
  if (lines.length === 0) return `${word}, none`;
  return count === 0 ? `${word}, same` : `${word}, ${count === 1 ? "1 line" : `${count} lines`}`;
}
