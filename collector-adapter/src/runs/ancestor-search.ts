/** Finds the nearest answer on the way up from a span, the span itself included. */
export type AncestorSearch<T> = (spanId: string | undefined) => T | undefined;

/**
 * A search up the parents of spans that remembers what it found, so that asking for every span of a run costs one step
 * each. In a loop and not recursive: chains may be 100 000 spans long. Parents in a circle have no answer.
 *
 * @example
 * const findAction = createAncestorSearch((id) => parents.get(id), (id) => actions.get(id));
 * findAction("b7ad6b7169203331");
 */
export function createAncestorSearch<T>(
  getParentId: (spanId: string) => string | undefined,
  getAnswer: (spanId: string) => T | undefined,
): AncestorSearch<T> {
  const found = new Map<string, T | undefined>();
  return (spanId) => {
    const way: string[] = [];
    let answer: T | undefined;
    for (let next = spanId; next !== undefined && answer === undefined; next = getParentId(next)) {
      if (found.has(next)) {
        answer = found.get(next);
        break;
      }
      found.set(next, undefined); // ends a circle
      way.push(next);
      answer = getAnswer(next);
    }
    for (const id of way) found.set(id, answer);
    return answer;
  };
}
