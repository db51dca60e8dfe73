/** Finds the nearest answer on the way up from a span, the span itself included. A span is named by its id or its place. */
export type AncestorSearch<Name, T> = (span: Name | undefined) => T | undefined;

/**
 * A search up the parents of spans that remembers what it found, so that asking for every span of a run costs one step
 * each. In a loop and not recursive: chains may be 100 000 spans long. Parents in a circle have no answer.
 *
 * @example
 * const findAction = createAncestorSearch((id) => parents.get(id), (id) => actions.get(id));
 * findAction("b7ad6b7169203331");
 */
export function createAncestorSearch<Name extends string | number, T>(
  getParent: (span: Name) => Name | undefined,
  getAnswer: (span: Name) => T | undefined,
): AncestorSearch<Name, T> {
  const found = new Map<Name, T | undefined>();
  return (span) => {
    const way: Name[] = [];
    let answer: T | undefined;
    for (let next = span; next !== undefined && answer === undefined; next = getParent(next)) {
      if (found.has(next)) {
        answer = found.get(next);
        break;
      }
      found.set(next, undefined); // ends a circle
      way.push(next);
      answer = getAnswer(next);
    }
    for (const name of way) found.set(name, answer);
    return answer;
  };
}
