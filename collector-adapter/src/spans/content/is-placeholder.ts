/** What instrumentations and scrubbers write where they hide a text, such as `__REDACTED__` of OpenInference. */
const PLACEHOLDER =
  /^(?:_*redacted_*|[[<({*]+(?:redacted|filtered|hidden|masked|scrubbed)[\])>}*]+|\[scrubbed due to .*)$/is;
/** Placeholders are short: longer texts are not looked at. */
const MAX_LENGTH = 200;

/** Whether the text stands for a text that was hidden: a placeholder is neither content nor a name. */
export function isPlaceholder(text: string): boolean {
  return text.length <= MAX_LENGTH && PLACEHOLDER.test(text);
}
