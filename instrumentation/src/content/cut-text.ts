const HALF_SURROGATE = /[\uD800-\uDBFF]$/;

/** The first `maxChars` characters, without half a surrogate pair at the end: not everybody can store that. */
export function cutText(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : text.slice(0, maxChars).replace(HALF_SURROGATE, "");
}
