import { createInterface } from "node:readline/promises";
import type { DatabaseOptions } from "./database/open-database.ts";
import { tellErased } from "./live/live-relay.ts";
import { ConfigError } from "./process/config-error.ts";
import { openStore } from "./open-store.ts";
import { createProgressLine } from "./progress-line.ts";
import { countRunsToErase, eraseRuns } from "./store/erase-runs.ts";
import type { Owner } from "./sql/find-erasable.ts";

/** What `runline delete` is asked for. */
export interface DeleteOptions {
  database: DatabaseOptions;
  owner: Owner;
  /** Whether nobody is to be asked. */
  isSure: boolean;
}

/**
 * `runline delete`: erases runs for good and says on stdout what is gone and what is left of it. How it goes is on stderr.
 *
 * @returns the exit code: 1 when something is left, or the answer was no
 * @throws ConfigError when nobody can be asked
 * @throws DatabaseError
 */
export async function deleteCommand({ database: options, owner, isSure }: DeleteOptions): Promise<number> {
  if (!isSure && !process.stdin.isTTY) {
    throw new ConfigError(
      "Nobody can be asked whether to delete for good: this is not a terminal. Add --yes to do it.",
    );
  }
  const progress = createProgressLine(process.stderr);
  const database = await openStore(options, progress);
  try {
    const found = await countRunsToErase(database, owner);
    const what = `${owner.kind} ${owner.id}`;
    if (!isSure && !(await isConfirmed(`${format(found, "run")} of ${what} will be deleted for good.`))) {
      process.stdout.write("Nothing was deleted.\n");
      return 1;
    }
    const { runs, spans, left } = await eraseRuns(database, owner, (done) => {
      progress.show(() => `${format(done.runs, "run")} of ${found.toLocaleString("en-US")} deleted`);
    });
    await tellErased(database);
    progress.clear();
    process.stdout.write(
      `Deleted ${format(runs, "run")} with ${format(spans, "span")} of ${what}. Left in all tables: ${format(left, "row")}.\n`,
    );
    if (left === 0) return 0;
    process.stderr.write("Something came while it was deleted: stop who sends it, and run the command again.\n");
    return 1;
  } finally {
    progress.clear();
    await database.close();
  }
}

async function isConfirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} Type yes to go on: `);
    return answer.trim().toLowerCase() === "yes";
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") return false; // Ctrl-C or Ctrl-D instead of an answer
    throw error;
  } finally {
    terminal.close();
  }
}

function format(count: number, word: string): string {
  return `${count.toLocaleString("en-US")} ${word}${count === 1 ? "" : "s"}`;
}
