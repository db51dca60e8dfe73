import { ApiError } from "../http/api-error.ts";
import { SIGNALS, TRACES } from "../otlp/signals.ts";

/**
 * What is posted to a path that nothing serves comes from an exporter whose address is wrong: says the right one, by the signal that the
 * path means.
 *
 * @param toAddress - the address of a path of Runline, as the exporter knows it
 * @example toWrongPath("/otlp/v1/logs", toAddress).change // "http://127.0.0.1:4318/v1/logs"
 */
export function toWrongPath(path: string, toAddress: (path: string) => string): ApiError {
  const meant = SIGNALS.find(({ name }) => path.toLowerCase().includes(name.slice(0, -1))) ?? TRACES;
  const right = toAddress(meant.path);
  const message = `There is no POST ${path} in Runline: OTLP ${meant.name} are sent to ${right}.`;
  return new ApiError("NOT_FOUND", message, { change: right });
}
