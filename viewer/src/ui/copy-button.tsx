import { useSignal } from "@preact/signals";
import { copyText } from "./copy-text.ts";
import { Icon } from "./icon.tsx";

const CONFIRMATION_MS = 1_500;

interface CopyButtonProps {
  text: string | (() => string);
  label: string;
  children?: string;
}

/** Copies `text`, which may be made when it is copied. `label` says what is copied; `children`, if any, is shown beside the icon and is then the name. */
export function CopyButton({ text, label, children }: CopyButtonProps) {
  const state = useSignal<"idle" | "copied" | "failed">("idle");
  const copy = async () => {
    state.value = (await copyText(typeof text === "string" ? text : text())) ? "copied" : "failed";
    setTimeout(() => (state.value = "idle"), CONFIRMATION_MS);
  };
  const words = { idle: children, copied: "Copied", failed: "Not allowed" }[state.value];
  return (
    <button
      type="button"
      class={`button quiet copy-button${words ? "" : " icon-only"}`}
      aria-label={words ? undefined : label}
      title={label}
      onClick={() => void copy()}
    >
      <Icon name={state.value === "copied" ? "completed" : "copy"} />
      {words}
      <output class="visually-hidden">{state.value === "idle" ? "" : words}</output>
    </button>
  );
}
