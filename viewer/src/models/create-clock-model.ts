import { signal, type ReadonlySignal } from "@preact/signals";

/** The time for everything that grows while one looks at it, in ms since the epoch. */
export interface ClockModel {
  /** Four times a second: open bars, running durations, "3 s ago". */
  now: ReadonlySignal<number>;
  /** Every ten seconds: the moving beginning of the filter. */
  slowNow: ReadonlySignal<number>;
  /** Whether nobody sees the page: it is in another tab, or minimised. */
  isHidden: ReadonlySignal<boolean>;
  stop(): void;
}

const TICK_MS = 250;
const SLOW_TICK_MS = 10_000;

/** Starts the clock. It stands still while the page is hidden, and is right as soon as it is seen again. A signal nobody reads renders nothing. */
export function createClockModel(): ClockModel {
  const now = signal(Date.now());
  const slowNow = signal(now.value);
  const isHidden = signal(document.hidden);
  const tick = () => {
    isHidden.value = document.hidden;
    if (isHidden.value) return;
    now.value = Date.now();
    if (now.value - slowNow.value >= SLOW_TICK_MS) slowNow.value = now.value;
  };
  const timer = setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", tick);
  return {
    now,
    slowNow,
    isHidden,
    stop() {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    },
  };
}
