import { spawn } from "node:child_process";
import { once } from "node:events";

/** A program that a test has started; whoever started it stops it. */
export interface Process {
  readonly pid: number;
  /** Everything it has written so far, stdout and stderr mixed as they came. */
  output(): string;
  /**
   * Waits for a line that matches and gives the match. Fails with the output when the process ends first or after
   * `timeoutMs` (120 s).
   */
  waitForLine(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Writes one line to its stdin. */
  writeLine(line: string): void;
  /** Sends the signal (SIGTERM) and waits for the end; gives the exit code, or `null` when the signal killed it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Waits until it ends by itself. */
  waitForExit(): Promise<number | null>;
}

/** How to start a program. `env` is all it gets. */
export interface ProcessOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** Starts a program and keeps what it says. */
export function startProcess(command: string, args: readonly string[], options: ProcessOptions): Process {
  const child = spawn(command, args, { ...options, stdio: "pipe" });
  const exited = once(child, "exit");
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  child.on("exit", () => {
    for (const listener of listeners) listener();
  });
  const ended = () => child.exitCode !== null || child.signalCode !== null;

  return {
    pid: child.pid ?? 0,
    output: () => output,
    waitForLine(pattern, timeoutMs = 120_000) {
      return new Promise((resolve, reject) => {
        const settle = (act: () => void) => {
          listeners.delete(look);
          clearTimeout(timer);
          act();
        };
        const look = () => {
          // The last piece may be half a line: it is looked at when its end has come.
          const match = pattern.exec(output.slice(0, output.lastIndexOf("\n") + 1));
          if (match) settle(() => resolve(match));
          else if (ended()) settle(() => reject(new Error(`${command} ended before ${pattern}:\n${output}`)));
        };
        const timer = setTimeout(() => {
          settle(() => reject(new Error(`${command} said nothing like ${pattern} for ${timeoutMs} ms:\n${output}`)));
        }, timeoutMs);
        listeners.add(look);
        look();
      });
    },
    writeLine(line) {
      child.stdin.write(`${line}\n`);
    },
    async stop(signal = "SIGTERM") {
      if (!ended()) child.kill(signal);
      await exited;
      return child.exitCode;
    },
    async waitForExit() {
      await exited;
      return child.exitCode;
    },
  };
}
