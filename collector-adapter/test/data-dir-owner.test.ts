import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cleanEnvironment } from "../../test-support/start-adapter.ts";
import { startProcess, type Process } from "../../test-support/start-process.ts";
import { findWorkspaceCode } from "../../test-support/workspace-code.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { flags, dataDirLock } = await findWorkspaceCode();
const lockModule = pathToFileURL(join(root, dataDirLock)).href;
const HOLD = [...flags, "collector-adapter/test/support/hold-lock.mjs", lockModule];
/** A process id namespace of its own, as each container has one; needs the rights of root. */
const CONTAINER = ["--pid", "--fork", "--mount-proc", "--kill-child"];
const canContain = process.platform === "linux" && spawnSync("unshare", [...CONTAINER, "true"]).status === 0;

describe("the owner of a data directory", () => {
  let home: string;
  let started: Process[];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "runline-owner-"));
    started = [];
  });
  afterEach(async () => {
    for (const child of started) await child.stop("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  });

  function start(command: string, args: readonly string[]): Process {
    const child = startProcess(command, args, { cwd: root, env: cleanEnvironment() });
    started.push(child);
    return child;
  }

  const hold = (dataDir = home): Process => start(process.execPath, [...HOLD, dataDir]);

  async function outcome(child: Process): Promise<string> {
    const [line] = await child.waitForLine(/^(owner|refused.*)$/m);
    return line;
  }

  test("is exactly one of ten that start at the same moment after kill -9", async () => {
    const first = hold();
    expect(await outcome(first)).toBe("owner");
    await first.stop("SIGKILL");

    const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcome(hold())));

    const refused = outcomes.filter((line) => line !== "owner");
    expect(refused).toHaveLength(9);
    for (const line of refused)
      expect(line).toMatch(/is in use by .*Stop that Runline, or start this one with another/);
  });

  test.runIf(canContain)("keeps out a second container, in which it has the same process id", async () => {
    const contained = () => outcome(start("unshare", [...CONTAINER, process.execPath, ...HOLD, home]));
    expect(await contained()).toBe("owner");
    expect(readFileSync(join(home, "runline.lock"), "utf8")).toMatch(/^\d /); // a pid of the container's own

    expect(await contained()).toMatch(/^refused: /);
    expect(await outcome(hold())).toMatch(/^refused: /);
  });

  test.skipIf(process.platform === "win32")(
    "blocks nobody as a zombie, whose parent does not ask for its end",
    async () => {
      const command = `"$0" "$@" & exec sleep 60`;
      const parent = start("/bin/sh", ["-c", command, process.execPath, ...HOLD, home]);
      expect(await outcome(parent)).toBe("owner");
      const [, pid = ""] = /^(\d+) /.exec(readFileSync(join(home, "runline.lock"), "utf8")) ?? [];
      process.kill(Number(pid), "SIGKILL");

      expect(await outcome(hold())).toBe("owner");
      expect(() => process.kill(Number(pid), 0)).not.toThrow(); // it is there still
    },
  );

  test("owns no copy of the directory", async () => {
    expect(await outcome(hold())).toBe("owner");
    const copy = join(home, "copy");
    cpSync(join(home, "runline.lock"), join(copy, "runline.lock"));

    expect(await outcome(hold(copy))).toBe("owner");
  });

  test("is the same by whatever path, however long", async () => {
    const long = join(home, "d".repeat(200), "e".repeat(200));
    expect(await outcome(hold(long))).toBe("owner");
    expect(await outcome(hold(join(long, "..", "e".repeat(200))))).toMatch(/^refused: /);
  });
});
