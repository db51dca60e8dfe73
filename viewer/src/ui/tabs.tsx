import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { formatCount } from "../format/format-count.ts";
import { toNextPlace } from "./next-place.ts";
import "./tabs.css";

/** Tabs and the panel of the selected one. */
export interface TabsProps<Name extends string> {
  label: string;
  names: readonly Name[];
  selected: Name;
  /** Numbers behind the names. */
  counts?: Partial<Record<Name, number>>;
  onSelect: (name: Name) => void;
  /** `true` for a panel that scrolls and may hold no control: the keyboard must reach it. @defaultValue false */
  isPanelFocusable?: boolean;
  children: ComponentChildren;
}

/** A tab list with the keys one expects: arrows, Home and End move the selection. */
export function Tabs<Name extends string>({
  label,
  names,
  selected,
  counts,
  onSelect,
  isPanelFocusable = false,
  children,
}: TabsProps<Name>) {
  const id = useId();
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const target = toNextPlace(event.key, names.indexOf(selected), names.length);
    const name = target === undefined ? undefined : names[target];
    if (target === undefined || name === undefined) return;
    event.preventDefault();
    onSelect(name);
    const tab = event.currentTarget.children[target];
    if (tab instanceof HTMLElement) tab.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} tabIndex={-1} onKeyDown={move}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === selected}
            aria-controls={name === selected ? `${id}-panel` : undefined}
            tabIndex={name === selected ? 0 : -1}
            onClick={() => onSelect(name)}
          >
            {name}
            {counts?.[name] ? <span class="tab-count">{formatCount(counts[name])}</span> : null}
          </button>
        ))}
      </div>
      <div
        class="tab-panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${selected}`}
        tabIndex={isPanelFocusable ? 0 : undefined}
      >
        {children}
      </div>
    </>
  );
}
