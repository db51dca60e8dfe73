import type { Session } from "../database/database.ts";
import { DUPLICATE_TABLE, getSqlState } from "../database/sql-state.ts";

/** A day in UTC and the day after it, such as `2026-01-31` and `2026-02-01`. */
export interface LogDay {
  from: string;
  to: string;
}

/** Makes the partition of `logs` for one day, unless it is there. */
export async function createLogPartition(session: Session, { from, to }: LogDay): Promise<void> {
  const name = `logs_on_${from.replaceAll("-", "_")}`; // those of version 1 are called logs_2026_01_31
  // DDL takes no parameters; the dates are our own.
  const text = `
    create table if not exists ${name} partition of logs
    for values from ('${from}T00:00:00Z') to ('${to}T00:00:00Z')`;
  try {
    await session.query({ text });
  } catch (error) {
    if (getSqlState(error) !== DUPLICATE_TABLE) throw error; // another adapter was first
  }
}
