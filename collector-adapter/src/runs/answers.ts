/** What a reader was told of each span: a number made of its bar. */
type KnownSpans = ReadonlyMap<string, number>;

/** Spans that are remembered in all, of the answers given last; a span takes about 60 bytes. */
const MAX_SPANS = 400_000;

/** Remembers what was answered, so that the next answer to the same reader is what has changed since then. */
export interface Answers {
  /** What was answered under this name; `undefined` when that is forgotten. */
  get(name: string): KnownSpans | undefined;
  /** Remembers an answer, and gives it a name. */
  add(spans: KnownSpans): string;
}

export function createAnswers(): Answers {
  const prefix = Date.now().toString(36) + Math.floor(Math.random() * 36 ** 4).toString(36);
  const answers = new Map<string, KnownSpans>();
  let spans = 0;
  let count = 0;
  return {
    get(name) {
      const answer = answers.get(name);
      if (answer === undefined) return undefined;
      answers.delete(name);
      answers.set(name, answer); // the last to be forgotten
      return answer;
    },
    add(answer) {
      const name = `${prefix}-${++count}`;
      answers.set(name, answer);
      spans += weigh(answer);
      for (const [oldName, old] of answers) {
        if (spans <= MAX_SPANS || oldName === name) break;
        answers.delete(oldName);
        spans -= weigh(old);
      }
      return name;
    },
  };
}

/** An answer takes about as much as one of its spans beside these. */
function weigh(answer: KnownSpans): number {
  return answer.size + 1;
}

/**
 * A number of 53 bits that two texts share by chance once in 10^15 times. Not against anybody who wants them to: the texts are those of
 * one span in two states of it.
 */
export function toDigest(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
