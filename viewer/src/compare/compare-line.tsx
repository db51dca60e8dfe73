import { formatPlural } from "../format/format-count.ts";
import type { StepPair } from "../models/align-siblings.ts";
import type { CompareModel } from "../models/create-compare-model.ts";
import type { SpanNode } from "../models/span-tree.ts";
import { toStepName } from "../models/step-name.ts";
import { StepLine, type StepLineProps } from "../ui/step-line.tsx";
import { toDifferenceSentence } from "./difference-words.ts";

/** The second line of the page: which step is the first to differ, and how; or that none does. */
export function CompareLine({ model, onGo }: { model: CompareModel; onGo: (id: string) => void }) {
  const differences = model.differences.value;
  const first = model.first.value;
  const pair = first && model.pairs.value.get(first.id);
  const difference = first && differences.get(first.id);
  if (!first || !pair || !difference) {
    return (
      <StepLine tone="remark" word="How the runs differ" step={undefined} go="" onGo={onGo}>
        Both runs took the same steps in the same order, and each went the same way.
      </StepLine>
    );
  }
  return (
    <StepLine
      tone={toTone(pair)}
      word="Where the runs differ first"
      step={{ spanId: first.id, path: toPath(first) }}
      go="Go to it"
      onGo={onGo}
      circumstances={[differences.size > 1 && formatPlural(differences.size - 1, "further difference")]}
    >
      differs first: {toDifferenceSentence(pair, difference)}
    </StepLine>
  );
}

function toTone({ a, b }: StepPair): StepLineProps["tone"] {
  const states = [a?.span?.state, b?.span?.state];
  return (["error", "timeout", "lost"] as const).find((state) => states.includes(state)) ?? "remark";
}

/** The step with the actions around it, outermost first. */
function toPath(step: SpanNode): string[] {
  const path = [step.span ? toStepName(step.span) : step.label];
  for (let around = step.parent; around; around = around.parent) {
    if (around.span?.kind === "action") path.unshift(around.label);
  }
  return path;
}
