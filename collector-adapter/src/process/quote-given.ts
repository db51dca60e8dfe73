/**
 * A value of a flag or variable as it was given, for a message. The address of a database that went to the wrong place is not
 * shown: it may have a password in it, wherever it is torn.
 *
 * @example quoteGiven("http") // "\"http\""
 */
export function quoteGiven(text: string): string {
  return mayHoldPassword(text) ? "an address of something else" : `"${text}"`;
}

/** Whether the text is an address, or looks like the rest of one with a user and a password. */
export function mayHoldPassword(text: string): boolean {
  return text.includes("://") || /:.*@/s.test(text);
}
