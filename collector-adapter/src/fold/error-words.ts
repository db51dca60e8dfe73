/** That there was an error, as types and messages of any error say, and what languages write for a value that has no words. */
const NOTHING = /^(?:error|exception|_OTHER|\[object \w+\]|undefined|null|None|\{\}|\[\])?$/i;
/** A word and another one after it; "(404, 'x')" and "Error: -" are none. */
const SEVERAL_WORDS = /[\p{L}\p{N}]\s+\S*\p{L}/u;

/**
 * Whether the words of an error are more than a single one, such as `Error`, `'Atlantis'` or `boom`: a single word says little without
 * the type of the error, and less than an exception beside it. In time linear in the length, which may be 1 MB.
 */
export function hasSeveralWords(text: string): boolean {
  return SEVERAL_WORDS.test(text);
}

/** Whether the type or the words of an error say no more than that there was one. */
export function saysNothing(text: string): boolean {
  return NOTHING.test(text);
}
