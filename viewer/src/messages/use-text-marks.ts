import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

const NAME = "found-text";
/** Places that are marked; the browser draws each of them. */
const MAX_MARKS = 2_000;

/**
 * Marks a text wherever it stands in an element, without a change to what is in there: a browser that does not know such marks shows
 * none. Looks again when something below the element changes.
 *
 * @param wanted - in lower case; empty marks nothing
 */
export function useTextMarks(element: RefObject<HTMLElement | null>, wanted: string): void {
  useEffect(() => {
    const root = element.current;
    if (wanted === "" || !root || !("highlights" in CSS)) return undefined;
    const mark = () => CSS.highlights.set(NAME, new Highlight(...findRanges(root, wanted)));
    mark();
    const observer = new MutationObserver(mark);
    observer.observe(root, { childList: true, characterData: true, subtree: true });
    return () => {
      observer.disconnect();
      CSS.highlights.delete(NAME);
    };
  }, [wanted]);
}

function findRanges(root: HTMLElement, wanted: string): Range[] {
  const ranges: Range[] = [];
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node && ranges.length < MAX_MARKS; node = texts.nextNode()) {
    const text = node.nodeValue?.toLowerCase() ?? "";
    // Of some letters the lower case is longer: places in the one text are not those in the other.
    if (text.length !== node.nodeValue?.length) continue;
    for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      ranges.push(range);
    }
  }
  return ranges;
}
