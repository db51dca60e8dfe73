import type { SpanKind } from "@runline/contract";
import type { FilledFacts } from "./fold-result.ts";
import type { FoldSpan } from "./fold-span.ts";

/** A span in its tree, and what the steps of the fold find out about it. */
export interface SpanNode {
  /** Of a pause, with the end that the fold has found. */
  span: FoldSpan;
  /** Place of the span in what was given. */
  readonly index: number;
  parent: SpanNode | undefined;
  children: SpanNode[];
  depth: number;
  /** Place in `SpanTree.nodes`, and the place just past everything below. */
  place: number;
  end: number;
  /** Parent that was named and never came, as `trace/span`. */
  missingParent: string | undefined;

  /** Call of another trace that the span, the topmost of its own, tells of again: its parent. */
  mirrorOf: SpanNode | undefined;

  /** What the span turned out to be. */
  kind: SpanKind;
  /** Whether the span is one of an agent: marked so, or a chain that names an agent the spans above it do not. */
  isAgent: boolean;
  /** Nearest agent around the span, and the number of agents around the span, itself included. */
  agentAround: SpanNode | undefined;
  agentDepth: number;
  /** Whether the span belongs to no run that is known here, with all below it. */
  isElsewhere: boolean;
  run: RunDraft | undefined;
  /** Call that the span is a detail of; on the call all its details. */
  detailOf: SpanNode | undefined;
  details: SpanNode[];
  /** On a call with details: its facts, with what only they say. */
  filled: FilledFacts | undefined;
  /** Nearest span around this one, in the same run, that is more than infrastructure. */
  around: SpanNode | undefined;
  /** Nearest agent or call around the span, in the same run. */
  stepAround: SpanNode | undefined;
  clockOffsetMs: number;
  /** Of a step that was tried several times the last try, on each of them. */
  lastTry: SpanNode | undefined;
}

/** All spans, parents before their children and siblings by their start. */
export interface SpanTree {
  nodes: SpanNode[];
  /** Spans without a known parent. */
  tops: SpanNode[];
}

/** A run while it is put together. */
export interface RunDraft {
  /** Span whose start and end are the run's; `undefined` while no span stands for the whole. */
  root: SpanNode | undefined;
  /**
   * Of a run that its spans name or that was resumed, the spans that are the run itself, by their start: more than one where it was resumed.
   * The first is the root.
   */
  parts: readonly SpanNode[];
  /** The root, else the first span of the run: where it hangs in its tree. */
  entry: SpanNode;
  /** Topmost agents: one, those of a team, or none. */
  agents: readonly SpanNode[];
  /** Spans that count for the run, parents before their children. */
  members: SpanNode[];
  /** Ids that the run's spans name. */
  named: { runId: string; agentId: string | undefined } | undefined;
  /** Run that asked for this one. */
  inside: RunDraft | undefined;
  /** Pause in which the run waits, and that keeps it open. */
  waitsIn: SpanNode | undefined;
  /** For calls beside the runs of a trace: those runs. */
  beside: readonly RunDraft[];
}
