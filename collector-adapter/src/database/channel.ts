/**
 * A way to say something at once to all other processes that have the database open. What is said while the way is broken, or nobody
 * listens, is lost: it is for hints, not for facts.
 */
export interface Channel {
  /**
   * Says a text of at most 7,999 bytes to the others, not to oneself.
   *
   * @throws when the way is broken
   */
  send(text: string): Promise<void>;
  close(): Promise<void>;
}

/** What is heard of a channel, and on it. */
export interface ChannelOptions {
  /** A word of lower case letters and `_`. */
  name: string;
  onText: (text: string) => void;
  /** The way is open. `wasBroken`: it was not before, and others may have said something. */
  onOpen: (wasBroken: boolean) => void;
  /** The way is broken, which is told once until it is open again. */
  onBroken: (error: unknown) => void;
}

/** One on which nothing is said. */
export const SILENT_CHANNEL: Channel = {
  send: async () => {},
  close: async () => {},
};
