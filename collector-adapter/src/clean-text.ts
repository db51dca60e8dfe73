const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/**
 * Replaces what Postgres refuses in `text` and `jsonb` by U+FFFD: NUL, and halves of a surrogate pair that stand alone.
 *
 * @example cleanText("a\0b") // "a\uFFFDb"
 */
export function cleanText(text: string): string {
  return text.replace(UNSTORABLE, "\uFFFD");
}
