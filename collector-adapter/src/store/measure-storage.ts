import type { Database } from "../database/database.ts";
import { toDay } from "../database/timestamps.ts";
import { listLogDays, measureOtherTables, type LogDay } from "../sql/log-days.ts";

/** The pace is that of so many days before today. */
const PACE_DAYS = 7;
/** The table of a day without a row takes less than this. */
const EMPTY_BYTES = 100_000;

/** How much is stored, and how fast it grows. */
export interface Storage {
  /** Days with rows. */
  days: number;
  /** What all tables take on the disk. */
  bytes: number;
  /** What a day has added lately, without today, which is not over; `undefined` when there is no day before. */
  bytesPerDay: number | undefined;
}

export async function measureStorage(database: Database): Promise<Storage> {
  const days = await listLogDays(database);
  const otherBytes = await measureOtherTables(database);
  const inLogs = sumBytes(days);
  const perDay = findPace(days, toDay(Date.now()));
  return {
    days: days.filter(({ bytes }) => bytes > EMPTY_BYTES).length,
    bytes: inLogs + otherBytes,
    // What the other tables have of each day is in proportion.
    bytesPerDay: perDay === undefined ? undefined : perDay * (1 + otherBytes / inLogs),
  };
}

/** What a day before today has added to `logs`, from the first of the last seven that has rows. */
export function findPace(days: readonly LogDay[], today: number): number | undefined {
  const lately = days.filter(({ day, bytes }) => day >= today - PACE_DAYS && day < today && bytes > EMPTY_BYTES);
  const [first] = lately;
  return first === undefined ? undefined : sumBytes(lately) / (today - first.day);
}

function sumBytes(days: readonly LogDay[]): number {
  return days.reduce((sum, { bytes }) => sum + bytes, 0);
}
