import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const STACKED = "(max-width: 479px)";
const COARSE = "(pointer: coarse)";

/** Height of a row in px: 24, for fingers 44, and where the bar stands below the name 44 as well. */
export function useRowHeight(): number {
  const height = useSignal(toRowHeight());
  useEffect(() => {
    const queries = [matchMedia(STACKED), matchMedia(COARSE)];
    const update = () => (height.value = toRowHeight());
    for (const query of queries) query.addEventListener("change", update);
    return () => {
      for (const query of queries) query.removeEventListener("change", update);
    };
  }, []);
  return height.value;
}

function toRowHeight(): number {
  return matchMedia(STACKED).matches || matchMedia(COARSE).matches ? 44 : 24;
}
