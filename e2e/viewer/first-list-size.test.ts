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
