import type { TimeWindow } from "./create-time-scale.ts";
import { isId } from "./is-id.ts";
import { readOneOf, readText } from "./list-filter.ts";
import { SHOWN_KINDS, type ShownKind } from "./shown-kind.ts";
import { SPAN_SORTS, STATE_FILTERS, type SpanSort, type StateFilter } from "./span-table.ts";

/** Views of a run, the first one being that which is shown unless told. */
export const RUN_VIEWS = ["Waterfall", "Messages", "Table", "Events"] as const;
/** @see RUN_VIEWS */
export type RunView = (typeof RUN_VIEWS)[number];

/** Tabs of the details of a span. */
export const SPAN_TABS = ["Overview", "Input / Output", "Attributes", "Events", "Raw"] as const;
/** @see SPAN_TABS */
export type SpanTab = (typeof SPAN_TABS)[number];

/** What a page with a waterfall shows of its run or trace, and how: all that a link to it carries. What is missing is as it is at first. */
export interface PageView {
  /** @defaultValue "Waterfall" */
  view?: RunView | undefined;
  /** Span whose details are open. */
  span?: string | undefined;
  /** @defaultValue "Overview" */
  tab?: SpanTab | undefined;
  /** What spans are searched for. */
  q?: string | undefined;
  /** Kinds out of sight. */
  hide?: readonly ShownKind[] | undefined;
  /** Whether all rows have been closed, but for the top ones, or opened. */
  rows?: "open" | "closed" | undefined;
  /** Rows that are closed where they would be open, or the other way round. */
  fold?: readonly string[] | undefined;
  /** The part of the time on screen, in ms from the start of the run. */
  t?: TimeWindow | undefined;
  /** Whether the critical path is marked, and idle time takes little room. */
  path?: true | undefined;
  compress?: true | undefined;
  /** What the table is narrowed to, and its order. */
  state?: StateFilter | undefined;
  sort?: SpanSort | undefined;
  order?: "asc" | "desc" | undefined;
  /** Of a trace: also what is of it beside its only run, whose page is shown otherwise. */
  whole?: true | undefined;
}

/** Rows that an address names: those switched last. An address of some 4,000 characters goes through chats and proxies. */
const MAX_FOLDS = 200;

/** How a part stands in the query of the address; what is malformed is read as missing. */
interface Part<Value> {
  read(text: string): Value | undefined;
  write(value: Value): string;
}

type Parts = { [Key in keyof PageView]-?: Part<NonNullable<PageView[Key]>> };

const asIs = (text: string) => text;
const oneOf = <Word extends string>(words: readonly Word[]): Part<Word> => ({ read: readOneOf(words), write: asIs });
/** Words of the screen, in an address by how they begin. */
const wordOf = <Word extends string>(words: readonly Word[]): Part<Word> => {
  const toShort = (word: string) => word.split(" ", 1).join("").toLowerCase();
  return { read: (text) => words.find((word) => toShort(word) === text), write: toShort };
};
const flag: Part<true> = { read: (text) => (text === "1" ? true : undefined), write: () => "1" };

const PARTS: Parts = {
  span: { read: readText, write: asIs },
  view: wordOf(RUN_VIEWS),
  tab: wordOf(SPAN_TABS),
  q: { read: readText, write: asIs },
  hide: { read: readKinds, write: (kinds) => kinds.join(".") },
  rows: oneOf(["open", "closed"]),
  fold: { read: (text) => toSome(text.split(".").filter(Boolean)), write: (ids) => ids.slice(-MAX_FOLDS).join(".") },
  t: { read: readWindow, write: ({ from, to }) => `${toMicroseconds(from)}..${toMicroseconds(to)}` },
  path: flag,
  compress: flag,
  state: oneOf(STATE_FILTERS),
  sort: oneOf(SPAN_SORTS),
  order: oneOf(["asc", "desc"]),
  whole: flag,
};

/**
 * Reads what is shown from the query of an address. Links made for Jaeger say `uiFind`: a span, or what is searched for.
 *
 * @example toPageView({ view: "table", q: "503" }) // { view: "Table", q: "503" }
 */
export function toPageView(query: Readonly<Record<string, string>>): PageView {
  const { uiFind = "" } = query;
  const asked = { ...(uiFind !== "" && { [isId(uiFind) ? "span" : "q"]: uiFind }), ...query };
  const entries = Object.entries(PARTS).flatMap(([key, part]) => {
    const value = part.read(asked[key] ?? "");
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}

/** The query of an address, with its `?`; empty for a page as it is at first. The inverse of {@link toPageView}. */
export function fromPageView(view: PageView): string {
  const query = new URLSearchParams();
  const put = <Value>(key: string, part: Part<Value>, value: Value | undefined) => {
    const text = value === undefined ? "" : part.write(value);
    if (text !== "") query.set(key, text);
  };
  for (const key of Object.keys(PARTS)) if (isPart(key)) put<PageView[typeof key]>(key, PARTS[key], view[key]);
  return query.size === 0 ? "" : `?${query.toString()}`;
}

const isPart = (key: string): key is keyof PageView => Object.hasOwn(PARTS, key);

function toSome<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

function readKinds(text: string): readonly ShownKind[] | undefined {
  return toSome(text.split(".").flatMap((word) => readOneOf(SHOWN_KINDS)(word) ?? []));
}

function readWindow(text: string): TimeWindow | undefined {
  const [, from, to] = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  return from === undefined || Number(from) >= Number(to) ? undefined : { from: Number(from), to: Number(to) };
}

/** Spans have times to the microsecond. */
const toMicroseconds = (ms: number) => Math.round(ms * 1_000) / 1_000;

/** Where all of a trace is shown, also what is beside its only run. @example toWholeTracePath("0af7…", "b7ad…") // "/trace/0af7…?span=b7ad…&whole=1" */
export function toWholeTracePath(traceId: string, span?: string): string {
  return `/trace/${traceId}${fromPageView({ span, whole: true })}`;
}
