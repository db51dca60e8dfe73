import type { RunSpan } from "@runline/contract";
import { STATE_WORDS } from "../format/state-words.ts";
import { SPAN_TABS, type SpanTab } from "../models/page-view.ts";
import { toShownKind } from "../models/shown-kind.ts";
import { useSpanDetail, type SpansOwner } from "../models/span-queries.ts";
import { CloseButton } from "../ui/close-button.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { Icon } from "../ui/icon.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";
import { lazy } from "../ui/lazy.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { AttributesTab } from "./attributes-tab.tsx";
import { CappedText } from "./capped-text.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { SpanEventsTab } from "./span-events-tab.tsx";
import "./span-drawer.css";

/** A span and where it stands. */
export interface SpanDrawerProps {
  owner: SpansOwner;
  span: RunSpan;
  /** Beginning of the run, ms since the epoch. */
  origin: number;
  parent: RunSpan | undefined;
  /** How long the step did not wait for one inside it, in ms. */
  selfMs: number;
  tab: SpanTab;
  onTab: (tab: SpanTab) => void;
  onSelect: (id: string) => void;
  onClose: () => void;
}

// With all that messages are drawn with, of which most spans have none.
const ContentTab = lazy(() => import("./content-tab.tsx").then((module) => module.ContentTab));

/** Everything known of one span. What was sent of it is fetched when the drawer opens. */
export function SpanDrawer({ owner, span, origin, parent, selfMs, tab, onTab, onSelect, onClose }: SpanDrawerProps) {
  const { data: detail, error, refetch } = useSpanDetail(owner, span);
  return (
    <aside class="span-drawer" aria-label="Span details">
      <header>
        <KindIcon kind={toShownKind(span)} size={16} />
        <h2 title={span.name}>{toTitle(span)}</h2>
        <CloseButton label="Close details" title="Close" onClose={onClose} />
      </header>
      <p class="drawer-kind">
        <span class="muted">{KINDS[toShownKind(span)].one}</span>
        <span class={`row-state state-${span.state}`}>
          {span.state !== "ok" && span.state !== "open" && <Icon name={span.state} size={12} />}
          {STATE_WORDS[span.state]}
        </span>
      </p>
      <Tabs
        label="Span details"
        names={SPAN_TABS}
        selected={tab}
        counts={detail ? { Events: detail.events.length, Attributes: Object.keys(detail.attributes).length } : {}}
        onSelect={onTab}
        isPanelFocusable
      >
        {error && !detail && (
          <ErrorPanel title="The details of the span could not be loaded" error={error} onRetry={refetch} />
        )}
        {tab === "Overview" && (
          <OverviewTab
            span={span}
            detail={detail}
            origin={origin}
            parent={parent}
            selfMs={selfMs}
            onSelect={onSelect}
          />
        )}
        {tab !== "Overview" && !detail && !error && <output class="muted">Loading…</output>}
        {detail && tab === "Input / Output" && <ContentTab key={span.spanId} detail={detail} />}
        {detail && tab === "Attributes" && <AttributesTab key={span.spanId} attributes={detail.attributes} />}
        {detail && tab === "Events" && <SpanEventsTab detail={detail} origin={origin} />}
        {detail && tab === "Raw" && (
          <CappedText key={span.spanId} text={JSON.stringify({ ...span, ...detail }, null, 2)} label="raw JSON" />
        )}
      </Tabs>
    </aside>
  );
}

/** Calls to the outside are called alike: where they went tells them apart. */
function toTitle({ kind, label, name, detail }: RunSpan): string {
  return kind === "infrastructure" && detail !== undefined ? `${label} ${detail}` : label || name;
}
