import { isBuilt } from "../scripts/build.mjs";

/** How a program of the tests reads the workspace's code. */
export interface WorkspaceCode {
  /** What Node is started with before the program. */
  readonly flags: readonly string[];
  /** The adapter's program, below the root of the workspace. */
  readonly adapter: string;
  /** The adapter's module that makes one process the owner of a data directory. */
  readonly dataDirLock: string;
}

const BUILT: WorkspaceCode = {
  flags: [],
  adapter: "collector-adapter/dist/main.js",
  dataDirLock: "collector-adapter/dist/code/data-dir-lock.js",
};
const SOURCES: WorkspaceCode = {
  flags: ["--import", "tsx", "--conditions=source"],
  adapter: "collector-adapter/src/main.ts",
  dataDirLock: "collector-adapter/src/database/data-dir-lock.ts",
};

/**
 * PGlite is compiled once and quickly, not a second time for speed: a test starts an adapter for little work, and a start takes
 * 0.9 instead of 1.4 s of CPU.
 */
export const QUICK_START = "--liftoff-only";

let found: Promise<WorkspaceCode> | undefined;

/**
 * What is built, when nothing of it is older than its source, and the sources otherwise: to read them costs each adapter
 * 0.5 s of CPU and each elizaOS agent 1 s, but nothing stale is ever tested. Looked up once by each worker.
 */
export function findWorkspaceCode(): Promise<WorkspaceCode> {
  found ??= isBuilt().then((built) => (built ? BUILT : SOURCES));
  return found;
}
