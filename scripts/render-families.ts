import { foldSpans } from "../collector-adapter/src/fold/fold-spans.ts";
import { TOKEN_KINDS, type FoldSpan } from "../collector-adapter/src/fold/fold-span.ts";
import { CONVENTIONS } from "../collector-adapter/src/spans/conventions/conventions.ts";
import type { StoredFacts } from "../collector-adapter/src/records/span-record.ts";
import { CORPORA, readTraces } from "../collector-adapter/test/support/corpora.ts";

/** Kinds of tokens beside those in and out, in the words of the screen. */
const TOKEN_WORDS = new Map<string, string>([
  ["cachedInput", "cached"],
  ["cacheWriteInput", "cache writes"],
  ["reasoning", "reasoning"],
  ["audioInput", "audio in"],
  ["audioOutput", "audio out"],
  ["unsplit", "total"],
]);

const HEAD = [
  "| family | told by | agent | model calls | tools | embeddings | tokens | cost | content | session | recorded, or made after its documentation |",
  "|---|---|---|---|---|---|---|---|---|---|---|",
];

/** A table of the families of instrumentations that are understood: what the corpora of each bring to the screen. */
export function renderFamilies(): string {
  const families = new Map<string, string[]>();
  for (const [name, { family }] of CORPORA) families.set(family, [...(families.get(family) ?? []), name]);
  return [...HEAD, ...[...families].map(([family, corpora]) => renderFamily(family, corpora))].join("\n");
}

function renderFamily(family: string, corpora: readonly string[]): string {
  const traces = corpora.flatMap((name) => readTraces(name));
  const spans: StoredFacts[] = traces.flat();
  const runs = traces.flatMap((trace) => foldSpans(trace).runs);
  const cells = [
    family,
    renderMarks(spans),
    mark(runs.some(({ agentName }) => agentName !== undefined)),
    mark(runs.some(({ counts }) => counts.modelCalls > 0)),
    mark(runs.some(({ counts }) => counts.actions > 0)),
    mark(runs.some(({ counts }) => counts.embeddings > 0)),
    renderTokens(spans),
    mark(spans.some(({ cost }) => cost !== undefined)),
    mark(spans.some(({ hasContent }) => hasContent === true)),
    mark(spans.some(({ conversationId }) => conversationId !== undefined)),
    corpora.map(renderCorpus).join("; "),
  ];
  return `| ${cells.join(" | ")} |`;
}

function mark(isThere: boolean): string {
  return isThere ? "✓" : "–";
}

/** By what the conventions that decided something told the spans from others. */
function renderMarks(spans: readonly FoldSpan[]): string {
  const deciding = new Set(spans.map(({ convention }) => convention));
  const marks = CONVENTIONS.filter(({ name }) => deciding.has(name)).flatMap((convention) => convention.mark ?? []);
  return [...new Set(marks)].join("; ");
}

function renderTokens(spans: readonly FoldSpan[]): string {
  const told = TOKEN_KINDS.filter((kind) => spans.some(({ tokens }) => (tokens?.[kind] ?? 0) > 0));
  const words = told.flatMap((kind) => TOKEN_WORDS.get(kind) ?? []);
  const sides = told.includes("input") || told.includes("output") ? ["✓"] : [];
  return [...sides, ...words].join(", ") || "–";
}

function renderCorpus(name: string): string {
  const { by, after } = CORPORA.get(name) ?? {};
  return by === undefined ? `spans made after ${after}` : by;
}
