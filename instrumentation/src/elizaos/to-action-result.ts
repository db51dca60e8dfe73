import type { ActionResult } from "../types.ts";
import { read } from "./read.ts";

/**
 * What the handler of an elizaOS action or evaluator returned. Nothing or a boolean is the old form: it reports no success
 * and is none of a failure.
 */
export function toActionResult(value: unknown): ActionResult {
  if (typeof value !== "object" || value === null) return { result: value };
  const success = read(value, "success") !== false;
  if (success) return { success, result: value };
  const error = read(value, "error") ?? "It reported success: false";
  return {
    success,
    result: value,
    error: typeof error === "string" ? { name: "action_failed", message: error } : error,
  };
}
