import type { OtlpSpan } from "../../otlp/otlp-span.ts";

/** What an attribute is about, by the end of its name. */
const WORDS = [
  ["kind", /(?:^|[._:])(?:span|observation|run|step|node)[._]?(?:kind|type)$/i],
  ["tool", /(?:^|[._:])tool[._]?name$/i],
  ["model", /(?:^|[._:])model(?:[._]?(?:name|id))?$/i],
  // Not bare: in Elastic's names that is what collects spans.
  ["agent", /^(?!user_).*[._:]agent[._]?name$/i],
  ["uncachedInputTokens", /(?:^|[._:])(?:non|un)[._]?cached[._]?(?:(?:input|prompt)[._]?)?tokens?$/i],
  ["cacheWriteInputTokens", /(?:^|[._:])cache[._]?(?:write|creation)[._]?(?:(?:input|prompt)[._]?)?tokens?$/i],
  ["cachedInputTokens", /(?:^|[._:])(?:cached|cache[._]?read)[._]?(?:(?:input|prompt)[._]?)?tokens?$/i],
  ["reasoningTokens", /(?:^|[._:])reasoning[._]?(?:(?:output|completion)[._]?)?tokens?$/i],
  ["inputTokens", /(?:^|[._:])(?:(?:input|prompt)[._]?tokens?|tokens?[._](?:input|prompt|in))$/i],
  ["outputTokens", /(?:^|[._:])(?:(?:output|completion)[._]?tokens?|tokens?[._](?:output|completion|out))$/i],
  ["totalTokens", /(?:^|[._:])(?:total[._]?tokens?|tokens?[._]total)$/i],
  ["cost", /(?:^|[._:])(?:total[._]?)?cost(?:[._]?usd)?$/i],
  ["session", /(?:^|[._:])(?:session|thread|conversation)[._]?id$/i],
  ["prompt", /(?:^|[._:])(?:prompt|messages)$/i],
  ["input", /(?:^|[._:])(?:input|arguments)$/i],
  // Not what is to be done on an error: that is a setting.
  ["error", /(?<!(?:^|[._:])(?:on|ignore)[._])(?:(?<=[._:])|^)error(?:[._]?message)?$/i],
  ["output", /(?:^|[._:])(?:output|result|completion)$/i],
] as const;

/** One of the things that attributes are about. */
export type AttributeWord = (typeof WORDS)[number][0];

/** The words of names seen before: nearly all spans have names of a few hundred, and no expression is tried twice. */
const KNOWN = new Map<string, AttributeWord | undefined>();
const MAX_KNOWN = 4096;
const NO_NAMES: ReadonlyMap<AttributeWord, string> = new Map();

/** From each word to the first attribute of the span about it. */
export function findNames({ attributes }: OtlpSpan): ReadonlyMap<AttributeWord, string> {
  let names: Map<AttributeWord, string> | undefined;
  for (const attribute in attributes) {
    const word = toWord(attribute);
    if (word !== undefined && !names?.has(word))
      names = (names ?? new Map<AttributeWord, string>()).set(word, attribute);
  }
  return names ?? NO_NAMES;
}

function toWord(attribute: string): AttributeWord | undefined {
  const known = KNOWN.get(attribute);
  if (known !== undefined || KNOWN.has(attribute)) return known;
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
  const word = WORDS.find(([, name]) => name.test(attribute))?.[0];
  KNOWN.set(attribute, word);
  return word;
}
