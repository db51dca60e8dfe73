import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProcess } from "./start-process.ts";
import { takePort } from "./take-port.ts";
import { placePostgres } from "./place-postgres.ts";

/** A real Postgres of the tests' own. */
export interface PostgresServer {
  /** Address of its first database. */
  readonly url: string;
  /** The same by the socket of the machine, which costs 40 µs of CPU time less a query; where there are none, `url`. */
  readonly socketUrl: string;
  /** The process that all of its processes are below. */
  readonly pid: number;
  start(): Promise<void>;
  /** Stops it as a restart does: open connections are cut. The data stays. */
  stop(): Promise<void>;
  /** Stops it and deletes its data. */
  close(): Promise<void>;
}

/**
 * Makes and starts a Postgres with the binaries of an npm package: 1 s.
 *
 * @param isDurable - whether a commit waits until it is on the disk; no test cuts the power
 */
export async function startPostgres({ isDurable = false } = {}): Promise<PostgresServer> {
  const taken = await takePort();
  await taken.free();
  const home = await mkdtemp(join(tmpdir(), "runline-postgres-"));
  const script = await placePostgres(home);
  const socketDir = process.platform === "win32" ? "" : await makeSocketDir(home);
  const args = [script, join(home, "data"), String(taken.port), isDurable ? "on" : "off", socketDir];
  const child = startProcess(process.execPath, args, { cwd: tmpdir(), env: process.env });
  let starts = 0;
  let stops = 0;
  const waitFor = (word: string, times: number) => child.waitForLine(new RegExp(`(${word}[^]*){${times}}`));

  async function start(): Promise<void> {
    child.writeLine("start");
    await waitFor("started", ++starts);
  }

  await start();
  const url = `postgres://runline:secret@127.0.0.1:${taken.port}/postgres`;
  return {
    url,
    socketUrl: socketDir ? `${url}?host=${encodeURIComponent(socketDir)}` : url,
    pid: child.pid,
    start,
    async stop() {
      child.writeLine("stop");
      await waitFor("stopped", ++stops);
    },
    async close() {
      await child.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Open to all, since Postgres runs as another user where it is started as root. */
async function makeSocketDir(home: string): Promise<string> {
  const folder = join(home, "socket");
  await mkdir(folder);
  await chmod(folder, 0o777);
  return folder;
}
