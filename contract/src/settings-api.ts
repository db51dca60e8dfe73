import * as v from "valibot";

/**
 * What the address of a link may name: ids, the service, and when the run or span began and ended, in ms since the epoch. Each stands in
 * braces where its value belongs.
 */
export const LINK_FIELDS = ["traceId", "spanId", "runId", "agentId", "service", "start", "end"] as const;
/** @see LINK_FIELDS */
export type LinkField = (typeof LINK_FIELDS)[number];

/**
 * A way from a run or span to what another program knows of it.
 *
 * @example { name: "Jaeger", url: "http://127.0.0.1:16686/trace/{traceId}?uiFind={spanId}" }
 */
export const LinkTemplate = v.object({ name: v.string(), url: v.string() });
export type LinkTemplate = v.InferOutput<typeof LinkTemplate>;

/** Answer of `GET /api/settings`: how this Runline was started, as far as its pages need to know. */
export const Settings = v.object({
  links: v.array(LinkTemplate),
  /** Whether who asks has to show a token, or to have signed in with it. */
  needsToken: v.boolean(),
});
export type Settings = v.InferOutput<typeof Settings>;
