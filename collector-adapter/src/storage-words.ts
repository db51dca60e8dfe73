import { formatBytes } from "./process/bytes.ts";
import type { KeepLimits } from "./store/kept-days.ts";
import type { Storage } from "./store/measure-storage.ts";

/** A disk with less left, or with less than so many days at the present pace, is nearly full. */
const LOW_BYTES = 1_000_000_000;
const LOW_DAYS = 7;

const HOW_TO_BOUND = "--keep 30d drops whole days when they are older, --keep-bytes 20GB the oldest beyond that size";

/** How much is stored, how fast it grows and what bounds it, in one line. */
export function describeStorage({ days, bytes, bytesPerDay }: Storage, keep: KeepLimits): string {
  const pace = bytesPerDay === undefined ? "" : `, about ${formatBytes(bytesPerDay)} more a day`;
  const size = `Stored so far: ${formatBytes(bytes)} of ${days === 1 ? "1 day" : `${days} days`}${pace}.`;
  const { keepDays, keepBytes } = keep;
  if (keepDays === undefined && keepBytes === undefined) return `${size} Nothing is ever dropped; ${HOW_TO_BOUND}.`;
  const limits = [
    ...(keepDays === undefined ? [] : [`older than ${keepDays} days`]),
    ...(keepBytes === undefined ? [] : [`beyond ${formatBytes(keepBytes)}`]),
  ];
  return `${size} What is ${limits.join(" or ")} is dropped.`;
}

/** That the disk of the data directory is nearly full; `undefined` when there is room for a week at least. */
export function describeLowDisk(
  { bytesPerDay = 0 }: Pick<Storage, "bytesPerDay">,
  freeBytes: number,
  dataDir: string,
): string | undefined {
  if (freeBytes >= Math.max(LOW_BYTES, LOW_DAYS * bytesPerDay)) return undefined;
  const lasts = bytesPerDay > 0 ? `, enough for ${(freeBytes / bytesPerDay).toFixed(1)} days` : "";
  return (
    `THE DISK IS NEARLY FULL: ${formatBytes(freeBytes)} are left for ${dataDir}${lasts}. When it is full, no span is stored any more. ` +
    `Make room, or bound what is kept: ${HOW_TO_BOUND}.`
  );
}
