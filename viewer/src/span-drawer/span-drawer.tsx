import type { RunSpan } from "@runline/contract";
import { useSignal } from "@preact/signals";
import { STATE_WORDS } from "../format/state-words.ts";
import { Icon } from "../ui/icon.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";
import { Tabs } from "../ui/tabs.tsx";
import { AttributesTab } from "./attributes-tab.tsx";
import { CappedText } from "./capped-text.tsx";
import { ContentTab } from "./content-tab.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { SpanEventsTab } from "./span-events-tab.tsx";
import "./span-drawer.css";

const TABS = ["Overview", "Input / Output", "Attributes", "Events", "Raw"] as const;

/** A span and where it stands. */
export interface SpanDrawerProps {
  span: RunSpan;
  /** Beginning of the run, ms since the epoch. */
  origin: number;
  parent: RunSpan | undefined;
  onSelect: (id: string) => void;
  onClose: () => void;
}

/** Everything known of one span. */
export function SpanDrawer({ span, origin, parent, onSelect, onClose }: SpanDrawerProps) {
  const tab = useSignal<(typeof TABS)[number]>("Overview");
  return (
    <aside class="span-drawer" aria-label="Span details">
      <header>
        <KindIcon kind={span.kind} size={16} />
        <h2 title={span.name}>{span.label || span.name}</h2>
        <button
          type="button"
          class="button quiet icon-only"
          aria-label="Close details"
          title="Close (Esc)"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <p class="drawer-kind">
        <span class="muted">{KINDS[span.kind].one}</span>
        <span class={`row-state state-${span.state}`}>
          {span.state !== "ok" && span.state !== "open" && <Icon name={span.state} size={12} />}
          {STATE_WORDS[span.state]}
        </span>
      </p>
      <Tabs
        label="Span details"
        names={TABS}
        selected={tab.value}
        counts={{ Events: span.events.length, Attributes: Object.keys(span.attributes).length }}
        onSelect={(name) => (tab.value = name)}
        isPanelFocusable
      >
        {tab.value === "Overview" && <OverviewTab span={span} origin={origin} parent={parent} onSelect={onSelect} />}
        {tab.value === "Input / Output" && <ContentTab key={span.spanId} span={span} />}
        {tab.value === "Attributes" && <AttributesTab key={span.spanId} attributes={span.attributes} />}
        {tab.value === "Events" && <SpanEventsTab span={span} origin={origin} />}
        {tab.value === "Raw" && <CappedText key={span.spanId} text={JSON.stringify(span, null, 2)} label="raw JSON" />}
      </Tabs>
    </aside>
  );
}
