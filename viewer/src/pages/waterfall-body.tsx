import type { ComponentChildren } from "preact";
import { toWholeTracePath } from "../models/page-view.ts";
import { PAGE_KEYS, ROW_KEYS } from "../models/run-keys.ts";
import type { WidthModel } from "../models/create-width-model.ts";
import { KeyHelp } from "../ui/key-help.tsx";
import { PrintNote } from "../ui/print-note.tsx";
import { Splitter } from "../ui/splitter.tsx";
import { ToldLine } from "../ui/told-line.tsx";
import { SpanDrawer } from "../span-drawer/span-drawer.tsx";
import { KindChips } from "../waterfall/kind-chips.tsx";
import { Minimap } from "../waterfall/minimap.tsx";
import { SpansNote } from "../waterfall/spans-note.tsx";
import { Waterfall } from "../waterfall/waterfall.tsx";
import { WaterfallTools } from "../waterfall/waterfall-tools.tsx";
import type { WaterfallPage } from "./use-waterfall-page.ts";

/** A page, when its time begins, and its views: the waterfall, alone or beside others. */
export interface WaterfallBodyProps {
  page: WaterfallPage;
  origin: number;
  children: ComponentChildren;
}

/** The views of a page with the drawer of the selected span, and the help on keys. */
export function WaterfallBody({ page, origin, children }: WaterfallBodyProps) {
  const { owner, model, tab, setTab, widths, selected, parent, select, close, help, told } = page;
  return (
    <>
      {page.isUnknown && (
        <p class="spans-note" role="alert">
          The span {page.selectedId} is not in this {page.of}.
          {page.of === "run" && page.traceId !== undefined && (
            <>
              {" "}
              <a href={toWholeTracePath(page.traceId, page.selectedId)}>Look for it in the whole trace</a>
            </>
          )}
        </p>
      )}
      <div class={selected ? "run-body has-drawer" : "run-body"} style={toStyle("--drawer", widths.drawer)}>
        <div class="run-views" style={toStyle("--name", widths.name)}>
          {children}
        </div>
        {selected && (
          <>
            <Splitter model={widths.drawer} label="Width of the details" of="right" />
            <SpanDrawer
              owner={owner}
              span={selected}
              origin={origin}
              parent={parent}
              selfMs={model.toSelfMs(selected.spanId)}
              tab={tab}
              onTab={setTab}
              onSelect={select}
              onClose={close}
            />
          </>
        )}
      </div>
      <ToldLine told={told} />
      <KeyHelp dialog={help} lines={[...ROW_KEYS, ...PAGE_KEYS]} />
    </>
  );
}

/** The width that somebody has chosen; else the style sheet does. */
function toStyle(property: "--name" | "--drawer", { width }: WidthModel): Record<string, string> {
  return width.value === undefined ? {} : { [property]: `${width.value}px` };
}

/** The waterfall with its tools, its minimap, what stands beside that, and the kinds below. */
export function WaterfallView({ page, beside }: { page: WaterfallPage; beside?: ComponentChildren }) {
  const { of, state, model, widths, grid, searchField, contentSearch, selected, open, showHelp } = page;
  return (
    <>
      <SpansNote state={state} />
      <WaterfallTools
        model={model}
        searchField={searchField}
        contentSearch={contentSearch}
        onFound={() => grid.current?.focus()}
        onHelp={showHelp}
      />
      <div class="overview">
        <div class="overview-beside">{beside}</div>
        <Minimap model={model} />
      </div>
      <PrintNote count={model.rows.value.length} />
      <div class="waterfall-place">
        <Waterfall model={model} label={`Spans of the ${of}`} grid={grid} selectedId={selected?.spanId} onOpen={open} />
        <Splitter model={widths.name} label="Width of the names" of="left" />
      </div>
      <KindChips model={model} />
    </>
  );
}
