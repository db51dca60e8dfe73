import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isOwnPath } from "./own-paths.ts";

test("paths of every page are Runline's own", () => {
  const app = readFileSync(new URL("../../../viewer/src/app.tsx", import.meta.url), "utf8");
  const pages = [...app.matchAll(/<Route path="(\/\w+)/g)].map(([, path = ""]) => path);
  expect(pages).toContain("/rooms");
  expect(pages.filter((path) => !isOwnPath(path))).toEqual([]);
});

test.each(["/api", "/v1/", "/V1/traces", "/traces/team"])("%s is Runline's own", (path) => {
  expect(isOwnPath(path)).toBe(true);
});

test.each(["/runline", "/tools/traces", "/tracer", "/"])("%s is not", (path) => {
  expect(isOwnPath(path)).toBe(false);
});
