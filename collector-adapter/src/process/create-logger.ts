import type { Writable } from "node:stream";
import pino, { type Logger } from "pino";
import { createLineLimit } from "./line-limit.ts";

/** What waits for a reader of the log who stands still; more is left out, and counted. */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** From this level on the same message is written five times a minute. Below it are lines that only who looks for something asks for. */
const LIMITED_LEVEL = 40; // warn

const LINES = 5;
const KINDS = 200;

/** A log, and its end. */
export interface LoggerHandle {
  logger: Logger;
  /** Says what was left out and not told yet. */
  close: () => void;
}

/**
 * A log that holds nobody up: lines are handed to the stream without waiting, which for stderr goes for pipes and sockets (a
 * file or a terminal takes them at once). What a reader does not take, and what says the same again and again, is left out
 * with a line that says how much.
 *
 * @param level - `silent`, `error`, `warn`, `info` or `debug`
 */
export function createLogger(level: string, stream: Writable = process.stderr): LoggerHandle {
  let unread = 0;
  const limit = createLineLimit({ lines: LINES, kinds: KINDS });
  const logger = pino(
    {
      level,
      hooks: {
        logMethod(args, method, lineLevel) {
          const message = args.find((argument) => typeof argument === "string") ?? "";
          const tell = (leftOut: number) => method.apply(this, [{ leftOut }, message]);
          if (lineLevel < LIMITED_LEVEL || limit.admit(`${lineLevel} ${message}`, tell)) method.apply(this, args);
        },
      },
    },
    {
      write(line) {
        if (stream.writableLength > MAX_UNREAD_BYTES) unread += 1;
        else stream.write(line);
      },
    },
  );
  stream.on("drain", () => {
    if (unread === 0) return;
    const leftOut = unread;
    unread = 0;
    logger.warn({ leftOut }, "lines were left out of the log, since nobody read it");
  });
  stream.on("error", () => {}); // the reader is gone, and with the reader whom to tell
  return { logger, close: () => limit.close() };
}
