import { statfs } from "node:fs/promises";
import { resolve } from "node:path";
import type { Logger } from "pino";
import type { Config } from "./config/parse-command.ts";
import type { Database } from "./database/database.ts";
import { toErrorMessage } from "./process/to-error-message.ts";
import type { ProgressLine } from "./progress-line.ts";
import { describeLowDisk, describeStorage } from "./storage-words.ts";
import { measureStorage } from "./store/measure-storage.ts";

const LOOK_AGAIN_MS = 3_600_000;

/** What is measured, and who is told. */
export interface StorageWatch {
  database: Database;
  config: Config;
  logger: Logger;
  progress: ProgressLine;
}

/**
 * Says at the start how much is stored, and from then on when the disk gets full. What the disk of a Postgres has left, a client cannot
 * know.
 *
 * @returns what ends the watch
 */
export async function watchStorage({ database, config, logger, progress }: StorageWatch): Promise<() => void> {
  const dataDir = resolve(config.dataDir);

  async function findLowDisk(storage: { bytesPerDay: number | undefined }): Promise<string | undefined> {
    if (database.engine !== "pglite") return undefined;
    const { bavail, bsize } = await statfs(dataDir);
    return describeLowDisk(storage, bavail * bsize, dataDir);
  }

  async function lookAgain(): Promise<void> {
    const lowDisk = await findLowDisk(await measureStorage(database));
    if (lowDisk !== undefined) logger.warn(lowDisk);
  }

  const complain = (error: unknown) => logger.warn(`what is stored cannot be measured: ${toErrorMessage(error)}`);
  try {
    const storage = await measureStorage(database);
    if (storage.days > 0) progress.say(describeStorage(storage, config));
    const lowDisk = await findLowDisk(storage);
    if (lowDisk !== undefined) progress.say(lowDisk);
  } catch (error) {
    complain(error); // no reason not to start
  }
  const timer = setInterval(() => void lookAgain().catch(complain), LOOK_AGAIN_MS).unref();
  return () => clearInterval(timer);
}
