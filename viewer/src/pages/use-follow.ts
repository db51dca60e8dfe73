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
    let lastTop = element.scrollTop;
    const look = () => {
      const isUp = element.scrollTop < lastTop;
      const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR_END;
      lastTop = element.scrollTop;
      if (isUp && !isAtEnd) isOn.value = false;
    };
    const observer = new ResizeObserver(() => {
      if (isOn.peek()) toEnd();
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
