/**
 * The message of anything that was thrown. An `AggregateError` of Node, for a host with several addresses that all refuse,
 * has no message of its own: there the first failure speaks.
 */
export function toErrorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  return error instanceof AggregateError && error.errors.length > 0 ? toErrorMessage(error.errors[0]) : error.name;
}
