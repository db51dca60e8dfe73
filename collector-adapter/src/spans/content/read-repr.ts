/** An object as Python writes one for developers: `Message(role='user', text='Hi')`, or its members alone. */
const OBJECT = /^(?:[A-Z]\w*\(|\w+=)/;
/** What a message says, under the names that frameworks give to that. */
const SAID = /\b(?:text|content|user_msg)=(?:'((?:[^'\\]|\\.)+)'|"((?:[^"\\]|\\.)+)")/s;
/** Longer texts are not looked through. */
const MAX_LENGTH = 16_384;

/**
 * The words in an object that a Python framework wrote down for want of JSON; other texts as they are.
 *
 * @example readRepr("ChatMessage(role='user', blocks=[TextBlock(text='Hi')])") // "Hi"
 */
export function readRepr(text: string): string {
  if (text.length > MAX_LENGTH || !OBJECT.test(text)) return text;
  const [, single, double] = SAID.exec(text) ?? [];
  const said = single ?? double;
  return said === undefined ? text : said.replaceAll("\\n", "\n").replaceAll(/\\(['"\\])/g, "$1");
}
