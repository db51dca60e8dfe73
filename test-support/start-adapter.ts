import { fileURLToPath } from "node:url";
import { startProcess } from "./start-process.ts";
import { findWorkspaceCode, QUICK_START } from "./workspace-code.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** How to start the adapter. */
export interface AdapterOptions {
  /** Further environment variables. The test's own `OTEL_*`, `RUNLINE_*` and `DATABASE_URL` are not passed on. */
  env?: Record<string, string>;
  /** Further flags. A `--port` here wins over the free port that is taken otherwise. */
  args?: readonly string[];
  /** Whether PGlite is to be compiled for speed, for what takes longer than a test. @defaultValue false */
  runsLong?: boolean;
}

/** An adapter that listens. */
export interface Adapter {
  /** Its address, such as `http://127.0.0.1:40213`. */
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  /** Everything it has written so far. */
  output(): string;
  /** Stops it as a supervisor does (SIGTERM) and gives its exit code. */
  stop(): Promise<number | null>;
  /** Ends it without a chance to clean up; its data stays. */
  kill9(): Promise<void>;
}

/**
 * Starts the real adapter on the PGlite of a folder and a free port, and waits until it is ready. The
 * folder stays; making its database on first use takes 3 to 8 s, see `openAdapter`.
 *
 * @example
 * const adapter = await startAdapter(dataDir, { args: ["--token", "secret"] });
 * const answer = await fetch(`${adapter.url}/readyz`);
 * await adapter.stop();
 */
export async function startAdapter(dataDir: string, options: AdapterOptions = {}): Promise<Adapter> {
  const code = await findWorkspaceCode();
  const args = ["--port", "0", "--data-dir", dataDir, ...(options.args ?? [])];
  const flags = options.runsLong ? code.flags : [QUICK_START, ...code.flags];
  const child = startProcess(process.execPath, [...flags, code.adapter, ...args], {
    cwd: root,
    env: { ...cleanEnvironment(), ...options.env },
  });
  try {
    const [, url = ""] = await child.waitForLine(/^Runline is ready: (\S+)$/m);
    return {
      url,
      pid: child.pid,
      dataDir,
      output: () => child.output(),
      stop: () => child.stop(),
      async kill9() {
        await child.stop("SIGKILL");
      },
    };
  } catch (error) {
    await child.stop("SIGKILL");
    throw error;
  }
}

/**
 * The environment without what would configure Runline or OpenTelemetry, so that a test means the same everywhere, and without the
 * port of gRPC, which only one of many adapters could have.
 */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(OTEL_|RUNLINE_|DATABASE_URL$|NODE_OPTIONS$)/.test(name),
  );
  return { ...Object.fromEntries(kept), RUNLINE_GRPC_PORT: "0" };
}
