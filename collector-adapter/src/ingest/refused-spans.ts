/** A span or a log record that the database has refused because of what is in it; all others are committed. */
export interface RefusedSpan {
  /** `trace/span`, of a log record with an id behind it. */
  spanKey: string;
  isLogRecord?: true | undefined;
  reason: string;
}

/** Most of them that an answer names. */
const MAX_NAMED = 5;

/** Which spans and log records were refused and why, for their sender and the log. */
export function describeRefused(refused: readonly RefusedSpan[]): string[] {
  const named = refused.slice(0, MAX_NAMED).map(({ spanKey, isLogRecord, reason }) => {
    const item = isLogRecord ? "log record" : "span";
    return `the database refused the content of the ${item} ${spanKey}: ${reason}`;
  });
  const more = refused.length - named.length;
  return more > 0 ? [...named, `and ${more} more`] : named;
}
