import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** How near to the end one still is at the end, in px. */
const NEAR_END = 8;

/** Whether the end stays in sight while something is added to it. */
export interface Follow {
  isOn: boolean;
  toggle: () => void;
}

/** Keeps the end of `content` in sight, at first and until one scrolls up. */
export function useFollow(scroller: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>): Follow {
  const isOn = useSignal(true);
  const toEnd = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  useEffect(() => {
    const element = scroller.current;
    if (!element || !content.current) return undefined;
    let last = { top: element.scrollTop, height: element.scrollHeight };
    const look = () => {
      const { scrollTop: top, scrollHeight: height } = element;
      // The browser itself moves the top up when the content shrinks: a move by hand leaves the height as it was.
      const isByHand = top < last.top && height === last.height;
      const isAtEnd = height - top - element.clientHeight <= NEAR_END;
      last = { top, height };
      if (isByHand && !isAtEnd) isOn.value = false;
    };
    const observer = new ResizeObserver(() => {
      if (isOn.peek()) toEnd();
      last = { top: element.scrollTop, height: element.scrollHeight };
    });
    observer.observe(content.current);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  return {
    isOn: isOn.value,
    toggle() {
      isOn.value = !isOn.peek();
      if (isOn.peek()) toEnd();
    },
  };
}
