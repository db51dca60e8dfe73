import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const OXLINT = join(root, "node_modules/.bin/oxlint");

/** A file in a part, and what it must not do there. */
const BROKEN: [file: string, code: string][] = [
  ["contract/src/broken.ts", 'import "@opentelemetry/api";'],
  ["contract/src/broken.ts", 'import "node:fs";'],
  ["instrumentation/src/broken.ts", 'import "runline";'],
  ["instrumentation/src/broken.ts", 'import "../../collector-adapter/src/app.ts";'],
  ["collector-adapter/src/broken.ts", 'import "@runline/instrumentation";'],
  ["collector-adapter/src/otlp/broken.ts", 'import "express";'],
  ["collector-adapter/src/otlp/broken.ts", 'import "@runline/instrumentation";'],
  ["collector-adapter/src/spans/broken.ts", 'import "../database/postgres.ts";'],
  ["collector-adapter/src/sql/broken.ts", 'import "../runs/cursor.ts";'],
  ["collector-adapter/src/sql/broken.ts", 'import "@runline/instrumentation";'],
  ["collector-adapter/src/database/broken.ts", 'import "../sql/get-run.ts";'],
  ["collector-adapter/src/http/broken.ts", 'import "../runs/cursor.ts";'],
  ["collector-adapter/src/ingest/broken.ts", 'import "../live/live-hub.ts";'],
  ["collector-adapter/src/ingest/broken.ts", 'import "@runline/instrumentation";'],
  ["collector-adapter/src/runs/broken.ts", 'import "../ingest/write-batch.ts";'],
  ["collector-adapter/src/live/broken.ts", 'import "../sql/get-run.ts";'],
  ["collector-adapter/src/import/broken.ts", 'import "../ingest/write-batch.ts";'],
  ["collector-adapter/src/import/broken.ts", 'import "@runline/instrumentation";'],
  ["viewer/src/broken.ts", 'import "runline";'],
  ["viewer/src/broken.ts", 'import "../../collector-adapter/src/app.ts";'],
  ["viewer/src/waterfall/broken.ts", 'import "../pages/run-page.tsx";'],
  ["viewer/src/run-list/broken.ts", 'import { openLiveStream } from "../api/open-live-stream.ts";'],
  ["viewer/src/ui/broken.ts", 'import "runline";'],
  ["viewer/src/models/broken.ts", 'import "../pages/run-page.tsx";'],
  ["viewer/src/api/broken.ts", 'import "../models/run-filter.ts";'],
  ["viewer/src/models/broken.ts", 'void fetch("/api/agents");'],
];

describe("the linter", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "runline-lint-"));
    cpSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(BROKEN)("refuses in %s: %s", (file, code) => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${code}\n`);
    const { stdout, status } = spawnSync(OXLINT, [file], { cwd: folder, encoding: "utf8" });
    rmSync(path);
    expect(stdout).toMatch(/no-restricted-(imports|globals)/);
    expect(status).not.toBe(0);
  });
});
