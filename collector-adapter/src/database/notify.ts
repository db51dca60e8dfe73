import type { Session } from "./database.ts";

/** Says a text of at most 7,999 bytes to all who listen on a channel of Postgres. On PGlite nobody does. */
export async function notify(session: Session, channel: string, text: string): Promise<void> {
  await session.query({ text: "select pg_notify($1, $2)", values: [channel, text] });
}
