import { setTimeout as sleep } from "node:timers/promises";
import { Client, type ClientConfig } from "pg";
import type { Channel, ChannelOptions } from "./channel.ts";
import { DatabaseError } from "./database.ts";

/** Nothing that is asked on this connection takes time. */
const ANSWER_MS = 5_000;
/** A connection into a network that swallows packets never says that it has ended: it is asked this often. */
const ASK_MS = 30_000;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
/** How long statements have the connection, where the server has fewer than are allowed. */
const YIELD_MS = 60_000;
const CLOSE_MS = 1_000;

/** A channel that can do without its connection for a while. */
export interface PostgresChannel extends Channel {
  /** Gives the connection back to the server, which has none left for a statement. */
  yield(): void;
}

/**
 * Says and hears by NOTIFY and LISTEN, on a connection of its own: commits that notify wait for each other, and those of spans are not
 * to be among them. Connects again by itself, after 0.5 s and then later and later, up to 30 s.
 *
 * @param config - of a direct connection: behind a pooler nobody hears anything
 */
export function openPostgresChannel(
  config: ClientConfig,
  { name, onText, onOpen, onBroken }: ChannelOptions,
): PostgresChannel {
  const closing = new AbortController();
  let client: Client | undefined;
  let isOpen = false;
  let isBroken = false;
  let pauseMs = FIRST_PAUSE_MS;

  async function keepOpen(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await listen();
      } catch (error) {
        if (!isBroken && !closing.signal.aborted) onBroken(error);
        isBroken = true;
      }
      const ms = pauseMs * (1 + Math.random()); // others have lost theirs at the same moment
      pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2);
      await sleep(ms, undefined, { ref: false, signal: closing.signal }).catch(() => {}); // closed
    }
  }

  /** Connects and listens; rejects at the end of the connection. */
  async function listen(): Promise<never> {
    const current = new Client({ ...config, connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS });
    client = current;
    let reason: unknown = new DatabaseError("UNREACHABLE", "The connection has ended.");
    const ended = new Promise<void>((resolve) => current.once("end", () => resolve()));
    current.on("error", (error) => (reason = error)); // an end follows
    current.on("notification", ({ processId, payload = "" }) => {
      if (!("processID" in current && current.processID === processId)) onText(payload);
    });
    let asking: NodeJS.Timeout | undefined;
    try {
      await current.connect();
      // No commit of a hint waits for the disk: a crash of the server ends the connections of all who would have heard it.
      await current.query(`set synchronous_commit = off; listen ${name}`);
      asking = setInterval(() => void ask(current, "select 1").catch(() => {}), ASK_MS).unref(); // an end follows
      pauseMs = FIRST_PAUSE_MS;
      isOpen = true;
      onOpen(isBroken);
      isBroken = false;
      await ended;
      throw reason;
    } finally {
      isOpen = false;
      clearInterval(asking);
      end(current);
    }
  }

  /** Without an answer the connection ends. */
  async function ask(from: Client, text: string, values: string[] = []): Promise<void> {
    try {
      await from.query(text, values);
    } catch (error) {
      end(from);
      throw error;
    }
  }

  const working = keepOpen();
  return {
    async send(text) {
      if (client === undefined || !isOpen) throw new DatabaseError("UNREACHABLE", "The channel is not open.");
      await ask(client, "select pg_notify($1, $2)", [name, text]);
    },
    yield() {
      if (!isOpen) return;
      pauseMs = YIELD_MS;
      end(client);
    },
    async close() {
      closing.abort();
      end(client);
      await Promise.race([working, sleep(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}

/** The socket is closed at once where an answer is still awaited, and else when the server has heard of it. */
function end(client: Client | undefined): void {
  void client?.end().catch(() => {}); // there was none
}
