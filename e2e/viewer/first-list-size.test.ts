import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it, onTestFinished } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";

/** Bytes of JavaScript, gzipped, that the page may need before its first list: a list, its filters and its orders. What opens on a click is not among them. */
const MAX_BYTES = 40_000;

it("the page needs little JavaScript before its first list", async () => {
  const adapter = await openAdapter();
  onTestFinished(async () => {
    await adapter.stop();
  });
  const html = await (await fetch(adapter.url)).text();
  const scripts = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(([, path]) => path);
  const sizes = await Promise.all(
    scripts.map(async (path) => gzipSync(await (await fetch(`${adapter.url}${path}`)).text()).length),
  );
  expect(scripts.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_BYTES);
});

it("no script of the page imports itself, however far round: it would run without what it needs", async () => {
  const folder = join(import.meta.dirname, "../../collector-adapter/dist/viewer/assets");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".js"));
  const imports = new Map<string, string[]>();
  for (const name of names) {
    const text = await readFile(join(folder, name), "utf8");
    imports.set(
      name,
      [...text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)].map(([, path]) => path ?? ""),
    );
  }
  expect([...imports.values()].flat().length).toBeGreaterThan(names.length);
  // Takes away what imports nothing that is left, until nothing changes: what stays is in a circle, or above one.
  for (let size = Infinity; imports.size < size;) {
    size = imports.size;
    for (const [name, needs] of imports) if (!needs.some((need) => imports.has(need))) imports.delete(name);
  }
  expect([...imports.keys()]).toEqual([]);
});
