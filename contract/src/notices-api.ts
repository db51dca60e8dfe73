import * as v from "valibot";

/**
 * Something that a sender does wrong, or that Runline does not keep: the request that was turned away, the spans that could not be
 * read, the signal that is dropped. Repetitions of one sender are one notice. `message` says what was found and what was expected,
 * `change` is the line that mends it. `status` is missing where no HTTP request was heard at all, as of a TLS connection to a port
 * without TLS. Texts come from the sender and are cut to 300 characters. Times are ms since the epoch.
 *
 * @example
 * { sender: "127.0.0.1", userAgent: "python-requests/2.32", request: "POST /v1/traces", status: 415, count: 3,
 *   message: "The content type is text/plain; …", change: "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", … }
 */
export const Notice = v.object({
  sender: v.string(),
  userAgent: v.optional(v.string()),
  request: v.optional(v.string()),
  status: v.optional(v.number()),
  message: v.string(),
  change: v.optional(v.string()),
  count: v.number(),
  firstAt: v.number(),
  lastAt: v.number(),
});
export type Notice = v.InferOutput<typeof Notice>;

/** Answer of `GET /api/notices`: the newest 100 notices `since` the server started, the last heard first. */
export const NoticeList = v.object({ since: v.number(), notices: v.array(Notice) });
export type NoticeList = v.InferOutput<typeof NoticeList>;
