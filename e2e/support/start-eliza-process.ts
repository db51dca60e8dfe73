import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { copyDataDir } from "../../test-support/open-part.ts";
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
  /** The Node to run on, with what is published in place of the workspace. Default: the Node of the tests, and the workspace. */
  publishedNode?: string;
  /** Modules that are loaded before the program. */
  preload?: readonly string[];
}

/**
 * Starts a program with elizaOS agents. `AGENT_DATA_DIR` is a database of its own with elizaOS's tables in it, which saves the
 * 3 s that making one takes; the folder is gone when the program has ended.
 */
export async function startElizaProcess(options: ElizaProcessOptions): Promise<Process> {
  const { program, env, publishedNode, preload = [] } = options;
  const [url, ...args] = program;
  const { flags } = await findWorkspaceCode();
  const dataDir = await copyDataDir("elizaos");
  const imports = preload.flatMap((path) => ["--import", path]);
  const child = startProcess(
    publishedNode ?? process.execPath,
    [...(publishedNode === undefined ? flags : []), ...imports, fileURLToPath(url), ...args],
    { cwd: root, env: { ...cleanEnvironment(), LOG_LEVEL: "fatal", AGENT_DATA_DIR: dataDir, ...env } },
  );
  void child.waitForExit().then(() => rm(dataDir, { recursive: true, force: true }));
  return child;
}
