/** A span or a log record that the database has refused because of what is in it; all others are committed. */
export interface RefusedSpan {
  /** `trace/span`, of a log record with an id behind it. */
  spanKey: string;
  reason: string;
}

/** Most spans that an answer names. */
const MAX_NAMED = 5;

/** Which spans were refused and why, for their sender and the log. */
export function describeRefused(refused: readonly RefusedSpan[]): string[] {
  const named = refused
    .slice(0, MAX_NAMED)
    .map(({ spanKey, reason }) => `the database refused the content of the span ${spanKey}: ${reason}`);
  const more = refused.length - named.length;
  return more > 0 ? [...named, `and ${more} spans more`] : named;
}
