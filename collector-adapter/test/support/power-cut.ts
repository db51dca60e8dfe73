import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join, relative } from "node:path";
import { onTestFinished, vi } from "vitest";

/** A disk that forgets, when the power is cut, what was not synced. */
export interface ForgetfulDisk {
  /** What a directory has after a power cut now: of each file what it had when it was last synced. */
  cutPower(dir: string, to: string): void;
}

/**
 * Watches what this process syncs, until the test ends. Names of files are as they were at the cut, as on file systems that keep a log
 * of them.
 */
export function watchDisk(): ForgetfulDisk {
  const synced = new Map<number, Buffer>();
  for (const name of ["fsyncSync", "fdatasyncSync"] as const) {
    const sync = fs[name];
    vi.spyOn(fs, name).mockImplementation((fd) => {
      const { ino, size } = fs.fstatSync(fd);
      if (!fs.fstatSync(fd).isDirectory()) synced.set(ino, readAll(fd, size));
      sync(fd);
    });
  }
  syncBuiltinESMExports();
  onTestFinished(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });

  return {
    cutPower(dir, to) {
      for (const entry of fs.readdirSync(dir, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        const copy = join(to, relative(dir, path));
        fs.mkdirSync(entry.isDirectory() ? copy : dirname(copy), { recursive: true });
        if (entry.isFile()) fs.writeFileSync(copy, synced.get(fs.statSync(path).ino) ?? "");
      }
    },
  };
}

function readAll(fd: number, size: number): Buffer {
  const content = Buffer.alloc(size);
  fs.readSync(fd, content, 0, size, 0);
  return content;
}
