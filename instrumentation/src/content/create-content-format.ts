import { toMessages } from "@runline/contract";
import { reportProblem, safely } from "../safely.ts";
import type { SecretFilter, TextFilter } from "./create-secret-filter.ts";
import { formatContent } from "./format-content.ts";

/**
 * Most that the hook sees of one piece, in characters of JSON. Far more than is kept, so that what it looks for is not halved
 * by a cut where it shows.
 */
const MAX_REDACTED_CHARS = 262_144;

/**
 * Sees each piece of content before it is kept: `value` is a copy of it as plain JSON data without secrets, `attribute` the
 * span attribute it is for. What it returns is kept instead, and nothing for `undefined`, for a promise, or when it throws.
 * It runs in the agent's path and is waited for: keep it short.
 *
 * @example
 * const redact: RedactContent = (value, attribute) =>
 *   attribute === "gen_ai.tool.call.result" ? undefined : JSON.parse(JSON.stringify(value).replaceAll(EMAIL, "[email]"));
 */
export type RedactContent = (value: unknown, attribute: string) => unknown;

/**
 * Turns content into the value of the attribute, or into `undefined` when it is not kept. `toShape` gives it the form that
 * the attribute asks for.
 */
export type ContentFormat = (
  attribute: string,
  value: unknown,
  toShape?: (value: unknown) => unknown,
) => string | undefined;

/** The form of what a model or an agent is told. */
export const toUserMessages = (value: unknown): unknown => toMessages("user", value);
/** The form of what it answers. */
export const toAssistantMessages = (value: unknown): unknown => toMessages("assistant", value);

interface ContentFormatOptions {
  captureContent: boolean;
  redact: RedactContent | undefined;
  secrets: SecretFilter;
}

/** Decides what is kept of content, and how: nothing by default, else JSON without secrets that has passed the hook. */
export function createContentFormat({ captureContent, redact, secrets }: ContentFormatOptions): ContentFormat {
  if (!captureContent) return () => undefined;
  const withHook = redact === undefined ? (value: unknown) => value : guardHook(redact);

  return (attribute, value, toShape = (kept) => kept) => {
    if (value === undefined) return undefined;
    const format = (): string | undefined => {
      const clean = secrets();
      const shaped = toShape(withHook(value, attribute, clean));
      return shaped === undefined ? undefined : formatContent(shaped, { clean });
    };
    return safely("capturing content", format, undefined);
  };
}

/** The hook is the host's: it gets a copy, and whatever it does costs one piece of content and one warning. */
function guardHook(redact: RedactContent): (value: unknown, attribute: string, clean: TextFilter) => unknown {
  let hasWarned = false;
  function leaveOut(attribute: string, why: string, error?: unknown): undefined {
    if (!hasWarned)
      reportProblem(`the option redact ${why}; ${attribute} is left out, and so is what follows it.`, error);
    hasWarned = true;
    return undefined;
  }

  return (value, attribute, clean) => {
    try {
      const copy: unknown = JSON.parse(formatContent(value, { maxChars: MAX_REDACTED_CHARS, clean }));
      const kept = redact(copy, attribute);
      if (!isThenable(kept)) return kept;
      // Whatever becomes of it: a rejection that nobody handles would end the agent.
      Promise.resolve(kept).catch(() => undefined);
      return leaveOut(attribute, "returned a promise, but it has to answer at once");
    } catch (error) {
      return leaveOut(attribute, "failed", error);
    }
  };
}

function isThenable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
