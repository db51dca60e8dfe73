import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockDataDir } from "./data-dir-lock.ts";
import { DatabaseError } from "./database.ts";

describe("lockDataDir", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "runline-lock-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  test("makes the directory and keeps the lock until it is released", () => {
    const dataDir = join(home, "a", "b");
    const release = lockDataDir(dataDir);
    expect(existsSync(join(dataDir, "runline.lock"))).toBe(true);
    release();
    expect(existsSync(join(dataDir, "runline.lock"))).toBe(false);
  });

  test("refuses a directory of a living process, and names it", () => {
    writeFileSync(join(home, "runline.lock"), `${process.ppid}\n`);
    expect(() => lockDataDir(home)).toThrow(
      expect.objectContaining({ code: "DATA_DIR_IN_USE", message: expect.stringContaining(`process ${process.ppid}`) }),
    );
  });

  test("takes over from a process that is gone", () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    writeFileSync(join(home, "runline.lock"), `${pid}\n`);
    lockDataDir(home);
    expect(readFileSync(join(home, "runline.lock"), "utf8")).toBe(`${process.pid}\n`);
  });

  test.each(["", "no number", "-1"])('takes over a lock that names nobody: "%s"', (content) => {
    writeFileSync(join(home, "runline.lock"), content);
    lockDataDir(home);
    expect(readFileSync(join(home, "runline.lock"), "utf8")).toBe(`${process.pid}\n`);
  });

  test.runIf(existsSync("/proc"))("says so where nothing can be made", () => {
    expect(() => lockDataDir("/proc/runline/data")).toThrow(expect.objectContaining({ code: "DATA_DIR_UNUSABLE" }));
  });

  test("says which directory cannot be made", () => {
    const file = join(home, "file");
    writeFileSync(file, "");
    expect(() => lockDataDir(join(file, "data"))).toThrow(DatabaseError);
    expect(() => lockDataDir(join(file, "data"))).toThrow(join(file, "data"));
  });
});
