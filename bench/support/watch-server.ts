import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { Worker } from "node:worker_threads";

const LOOK_EVERY_MS = 200;

/** What a server was like while something was done to it. */
export interface Watched {
  /** Memory of the server and the processes that it has started, MiB: the most that was seen, and at the end. */
  peakMib: number;
  endMib: number;
  /** The longest that `/healthz` took, ms: how long the event loop stood still at worst. */
  worstHealthzMs: number;
}

/** Asks a server for its health, and the system for its memory, until the work is done. */
export async function watchServer(server: { url: string; pid: number }, work: () => Promise<void>): Promise<Watched> {
  const asking = new Worker(new URL("./ask-health.mjs", import.meta.url), { workerData: server.url });
  let peakMib = readMemory(server.pid);
  const look = () => (peakMib = Math.max(peakMib, readMemory(server.pid)));
  const timer = setInterval(look, LOOK_EVERY_MS);
  try {
    await work();
    look();
    asking.postMessage("over");
    const [worstHealthzMs] = await once(asking, "message");
    return { peakMib, endMib: readMemory(server.pid), worstHealthzMs };
  } finally {
    clearInterval(timer);
    await asking.terminate();
  }
}

/** Resident memory of a process and its children, MiB. */
function readMemory(pid: number): number {
  const kibOf = (line: string): number => {
    const [own, parent, kib] = line.trim().split(/\s+/).map(Number);
    return own === pid || parent === pid ? (kib ?? 0) : 0;
  };
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" }).split("\n");
  return lines.reduce((sum, line) => sum + kibOf(line), 0) / 1024;
}
