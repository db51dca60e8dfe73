import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** How far the page may be scrolled, in px, until its beginning counts as out of sight. */
const NEAR_TOP = 120;

/** Whether the beginning of the page is in sight. */
export function useIsAtTop(): boolean {
  const isAtTop = useSignal(true);
  useEffect(() => {
    const look = () => (isAtTop.value = window.scrollY < NEAR_TOP);
    look();
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, []);
  return isAtTop.value;
}
