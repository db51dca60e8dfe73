import { fileURLToPath } from "node:url";
import { cleanEnvironment } from "../../test-support/start-adapter.ts";
import { startProcess } from "../../test-support/start-process.ts";
import type { TrueRun } from "./start-agent.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = fileURLToPath(new URL("import-agent.mjs", import.meta.url));

/** What really happened in an agent. */
export interface Told {
  agentId: string;
  runs: TrueRun[];
}

/** An agent without Runline in a process of its own, which keeps its database open. */
export interface ImportAgent {
  /** What has happened, when it has nothing more to say to itself. */
  waitForTruth(): Promise<Told>;
  /** Says one more thing to it, and gives all that has happened then. */
  say(message: string): Promise<Told>;
  /** Ends it without a chance to do anything. */
  kill9(): Promise<void>;
}

/** Starts an agent that talks to itself on the PGlite directory or Postgres with that address. */
export function startImportAgent(database: string): ImportAgent {
  const child = startProcess(process.execPath, [program, database], {
    cwd: root,
    env: { ...cleanEnvironment(), LOG_LEVEL: "fatal" },
  });
  let said = 0;

  async function waitForTruth(): Promise<Told> {
    const [all] = await child.waitForLine(new RegExp(`(^TRUTH .*$[^]*?){${said + 1}}`, "m"), 150_000);
    const json = all
      .trimEnd()
      .split("\n")
      .findLast((line) => line.startsWith("TRUTH "));
    return JSON.parse(json?.slice("TRUTH ".length) ?? ""); // written by our own import-agent.mjs
  }

  return {
    waitForTruth,
    say(message) {
      said += 1;
      child.writeLine(message);
      return waitForTruth();
    },
    async kill9() {
      await child.stop("SIGKILL");
    },
  };
}
