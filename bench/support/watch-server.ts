import { execFileSync } from "node:child_process";

const ASK_EVERY_MS = 50;

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
  let isOver = false;
  let worstHealthzMs = 0;
  let peakMib = 0;
  async function watch(): Promise<void> {
    while (!isOver) {
      const since = performance.now();
      await (await fetch(`${server.url}/healthz`)).arrayBuffer();
      worstHealthzMs = Math.max(worstHealthzMs, performance.now() - since);
      peakMib = Math.max(peakMib, readMemory(server.pid));
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  }
  const watching = watch();
  try {
    await work();
  } finally {
    isOver = true;
  }
  await watching;
  return { peakMib, endMib: readMemory(server.pid), worstHealthzMs };
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
