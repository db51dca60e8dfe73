const MS = 1;

let offset = Date.now() - performance.now();

/**
 * Now, in ms since the epoch, to the microsecond: starts, ends and events of spans are read from this one clock. The SDK's own starts
 * are whole milliseconds while its ends are not, so that a call of 0.3 ms could end before the one that it waited for.
 *
 * The monotonic clock goes on between two ticks of the system's and is held within its current millisecond, so that neither a
 * suspended machine nor a corrected clock drives the two apart.
 */
export function now(): number {
  const tick = Date.now();
  const monotonic = performance.now();
  if (monotonic + offset < tick) offset = tick - monotonic;
  else if (monotonic + offset >= tick + MS) offset = tick + 0.999 - monotonic;
  return monotonic + offset;
}
