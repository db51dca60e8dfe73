import * as v from "valibot";

/** What an id can name, the first of them first where it names several: the id of a run is often that of its trace. */
export const FOUND_KINDS = ["run", "message", "trace", "span", "room", "user", "agent"] as const;
/** @see FOUND_KINDS */
export type FoundKind = (typeof FOUND_KINDS)[number];

/**
 * Where something is: a run, and a message that was handled, by the run with its agent; a trace, and a span by its trace, by the run
 * as well where it is that of one alone. A room, a user and an agent are where lists are filtered by their id.
 *
 * @example { kind: "span", traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", … }
 */
export const Found = v.object({
  kind: v.picklist(FOUND_KINDS),
  agentId: v.optional(v.string()),
  runId: v.optional(v.string()),
  traceId: v.optional(v.string()),
  spanId: v.optional(v.string()),
});
export type Found = v.InferOutput<typeof Found>;

/**
 * Answer of `GET /api/find/:id`; empty where the id names nothing. Spans are looked for in the newest 200 runs, or in those that
 * have 100,000 spans together: `searchedTo` is the start of the last of them, ms since the epoch, where there are older ones.
 */
export const FindAnswer = v.object({ found: v.array(Found), searchedTo: v.optional(v.number()) });
export type FindAnswer = v.InferOutput<typeof FindAnswer>;

/**
 * Answer of `GET …/runs/:runId/search?text=` and `GET /api/traces/:traceId/search?text=`: the spans of which the content, an attribute, an
 * event or a log record has the text, in upper or lower case. Letters beyond ASCII are so where the
 * database's locale knows them. `isCut` where 64 MiB of stored rows, or all that took 5 s, were looked through and there is more.
 *
 * @example { "spanIds": ["b7ad6b7169203331"] }
 */
export const SpanSearchAnswer = v.object({ spanIds: v.array(v.string()), isCut: v.optional(v.literal(true)) });
export type SpanSearchAnswer = v.InferOutput<typeof SpanSearchAnswer>;
