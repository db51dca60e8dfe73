import { fileURLToPath } from "node:url";
import { copyElizaDatabase } from "../../test-support/copy-eliza-database.ts";
import { cleanEnvironment } from "../../test-support/start-adapter.ts";
import { startProcess, type Process } from "../../test-support/start-process.ts";
import { findWorkspaceCode } from "../../test-support/workspace-code.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** How to start a program with elizaOS agents. */
export interface ElizaProcessOptions {
  /** The program and its arguments. */
  program: readonly [url: URL, ...args: string[]];
  /** All variables beside those of the tests' own environment. */
  env: Record<string, string>;
  /** Where the agents keep their data. Default: Postgres, with half of the CPU time. Those of elizaOS 2.0 have it in memory. */
  engine?: "pglite" | "postgres" | "memory";
  /** The Node to run on, with what is published in place of the workspace. Default: the Node of the tests, and the workspace. */
  publishedNode?: string;
  /** Modules that are loaded before the program. */
  preload?: readonly string[];
}

/**
 * Starts a program with elizaOS agents. `AGENT_DATABASE` is a database of its own, with elizaOS's tables in it (see
 * agent-database.mjs), which is gone when the program has ended.
 */
export async function startElizaProcess(options: ElizaProcessOptions): Promise<Process> {
  const { program, env, publishedNode, preload = [], engine = "postgres" } = options;
  const [url, ...args] = program;
  const { flags } = await findWorkspaceCode();
  const database = engine === "memory" ? undefined : await copyElizaDatabase(engine);
  const imports = preload.flatMap((path) => ["--import", path]);
  const child = startProcess(
    publishedNode ?? process.execPath,
    [...(publishedNode === undefined ? flags : []), ...imports, fileURLToPath(url), ...args],
    { cwd: root, env: { ...cleanEnvironment(), LOG_LEVEL: "fatal", AGENT_DATABASE: database?.place, ...env } },
  );
  if (database !== undefined) void child.waitForExit().then(database.drop);
  return child;
}
