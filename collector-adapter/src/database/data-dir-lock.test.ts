import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
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

  test("makes the directory, keeps a second one out, and lets it in when released", async () => {
    const dataDir = join(home, "a", "b");
    const release = await lockDataDir(dataDir);
    await expect(lockDataDir(dataDir)).rejects.toMatchObject({ code: "DATA_DIR_IN_USE" });
    release();
    (await lockDataDir(dataDir))();
  });

  test("names the owner: its process, its machine and since when", async () => {
    const release = await lockDataDir(home);
    const owner = `process ${process.pid} on ${hostname()} since 20`;
    await expect(lockDataDir(home)).rejects.toThrow(`The data directory ${home} is in use by ${owner}`);
    release();
  });

  test.each(["", "no number", "1\n", `${process.ppid}\n`])('goes by no word in the file: "%s"', async (content) => {
    writeFileSync(join(home, "runline.lock"), content);
    const release = await lockDataDir(home);
    expect(readFileSync(join(home, "runline.lock"), "utf8")).toMatch(/^\d+ on \S+ since \S+\n$/);
    release();
  });

  test.runIf(existsSync("/proc"))("says so where nothing can be made", async () => {
    await expect(lockDataDir("/proc/runline/data")).rejects.toMatchObject({ code: "DATA_DIR_UNUSABLE" });
  });

  test("says which directory cannot be made", async () => {
    const file = join(home, "file");
    writeFileSync(file, "");
    await expect(lockDataDir(join(file, "data"))).rejects.toThrow(DatabaseError);
    await expect(lockDataDir(join(file, "data"))).rejects.toThrow(join(file, "data"));
  });
});
