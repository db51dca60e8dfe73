import { isBuilt } from "../scripts/build.mjs";

/** How a program of the tests reads the workspace's code. */
export interface WorkspaceCode {
  /** What Node is started with before the program. */
  readonly flags: readonly string[];
  /** The adapter's program, below the root of the workspace. */
  readonly adapter: string;
  /** Another module of the adapter. @example toModule("database/data-dir-lock") */
  readonly toModule: (name: string) => string;
}

const BUILT = toCode([], (name) => `collector-adapter/dist/${name}.js`);
const SOURCES = toCode(["--import", "tsx", "--conditions=source"], (name) => `collector-adapter/src/${name}.ts`);

function toCode(flags: readonly string[], toModule: WorkspaceCode["toModule"]): WorkspaceCode {
  return { flags, adapter: toModule("main"), toModule };
}

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
