import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import "./step-line.css";

/** A step that something is said of, and the labels of the steps on the way to it. */
export interface NamedStep {
  spanId: string;
  path: readonly string[];
}

/** What is said, of which step, and the way to it. */
export interface StepLineProps {
  tone: "error" | "timeout" | "lost" | "waiting" | "remark";
  /** What the line is about, for those who do not see its icon. */
  word: string;
  step: NamedStep | undefined;
  /** Words of the button that leads to the step. */
  go: string;
  onGo: (spanId: string) => void;
  circumstances?: readonly (string | false)[] | undefined;
  /** What else there is to say. */
  more?: ComponentChildren;
  children: ComponentChildren;
}

const ICONS: Record<StepLineProps["tone"], IconName> = {
  error: "error",
  timeout: "timeout",
  lost: "lost",
  waiting: "waiting",
  remark: "eye",
};

/** The sentence below the head of a page that one would say to a colleague: which step, what about it, and the way there. */
export function StepLine(props: StepLineProps) {
  const { tone, word, step, go, onGo, circumstances = [], more, children } = props;
  return (
    <div class={`step-line is-${tone}`} role="note" aria-label={word}>
      <Icon name={ICONS[tone]} />
      {step && (
        <span class="step-path">
          {step.path.map((label, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- labels may be the same, and never move
            <span key={index}>
              {index > 0 && <span class="muted"> › </span>}
              <b>{label}</b>
            </span>
          ))}
        </span>
      )}
      <span class="step-what">{children}</span>
      <span class="muted">{circumstances.filter(Boolean).join(" · ")}</span>
      <span class="spacer" />
      {more}
      {step && (
        <button type="button" class="text-button" onClick={() => onGo(step.spanId)}>
          {go} <kbd>e</kbd>
        </button>
      )}
    </div>
  );
}
