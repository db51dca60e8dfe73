import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkLayers } from "./layers/check-layers.mjs";
import { LAYERS, TREES } from "./layers/layer-table.mjs";
import { readFiles } from "./layers/read-files.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

type Files = Record<string, string>;
type Tables = Parameters<typeof checkLayers>[1];

/** What is found in files that are given as text, of one kind. */
function check(kind: string, files: Files, tables?: Tables): string[] {
  const faults = checkLayers(new Map(Object.entries(files)), tables);
  return faults.filter((fault) => fault.kind === kind).map(({ text }) => text);
}

/** The imports that are refused, without what may be imported. */
function listRefused(files: Files): string[] {
  return check("not allowed", files).map((text) => text.slice("not allowed: ".length, text.indexOf(";")));
}

const parse = (words = ""): string[] => words.split(" ").filter((word) => word !== "");
const importValue = (from: string): string => `import { value } from "${from}";`;
const importType = (from: string): string => `import type { Type } from "${from}";`;

/** A layer is a folder or a file. */
const isFile = (layer: string): boolean => layer.includes(".");
const toPath = (layer: string): string => (isFile(layer) ? layer : `${layer}/file.ts`);

const rows = Object.entries(LAYERS).flatMap(([part, layers]) =>
  Object.entries(layers).map(([layer, row]) => ({ part, layer, ...row, others: Object.keys(layers) })),
);

test("the code of today keeps to the tables, and the tables say no more than the code", () => {
  expect(checkLayers(new Map(readFiles(ROOT)))).toEqual([]);
});

test.each(rows)("$part/$layer imports the layers of its row and no others", ({ part, layer, layers, others }) => {
  const from = `${part}/src/${toPath(layer)}`;
  const up = isFile(layer) ? "./" : "../";
  const targets = others.filter((other) => other !== layer);
  const withoutValues = targets.filter((other) => !parse(layers).includes(other));
  const withoutTypes = withoutValues.filter((other) => !parse(layers).includes(`(${other})`));

  const values = targets.map((other) => importValue(up + toPath(other))).join("\n");
  expect(listRefused({ [from]: values })).toEqual(
    withoutValues.map((other) => `${from} -> ${part}/src/${toPath(other)} (values)`),
  );
  const types = targets.map((other) => importType(up + toPath(other))).join("\n");
  expect(listRefused({ [from]: types })).toEqual(
    withoutTypes.map((other) => `${from} -> ${part}/src/${toPath(other)} (types)`),
  );
});

const PACKAGES = [...new Set(rows.flatMap(({ packages }) => parse(packages)))].map((word) => word.replace(/[()]/g, ""));
const UNKNOWN = ["runline", "@runline/instrumentation", "@runline/instrumentation/node", "@runline/viewer", "left-pad"];

test.each(rows)("$part/$layer imports the packages of its row and no others", ({ part, layer, packages }) => {
  const from = `${part}/src/${toPath(layer)}`;
  const targets = [...new Set([...PACKAGES, ...UNKNOWN])];
  const withoutValues = targets.filter((name) => !parse(packages).includes(name));
  const withoutTypes = withoutValues.filter((name) => !parse(packages).includes(`(${name})`));
  const specifier = (name: string): string => (name === "node:*" ? "node:fs" : name);

  const values = targets.map((name) => importValue(specifier(name))).join("\n");
  expect(listRefused({ [from]: values })).toEqual(withoutValues.map((name) => `${from} -> ${name} (values)`));
  const types = targets.map((name) => importType(specifier(name))).join("\n");
  expect(listRefused({ [from]: types })).toEqual(withoutTypes.map((name) => `${from} -> ${name} (types)`));
});

test.each(Object.entries(TREES))("%s reaches the folders of its row and no others", (tree, words) => {
  const targets = Object.keys(TREES).filter((other) => other !== tree);
  const up = "../".repeat(tree.split("/").length);
  const file = `${tree}/file.ts`;
  const code = targets.map((other) => importValue(`${up}${other}/file.ts`)).join("\n");
  const refused = targets.filter((other) => !parse(words).includes(other));
  expect(listRefused({ [file]: code })).toEqual(refused.map((other) => `${file} -> ${other}/file.ts (values)`));
});

describe("what ARCHITECTURE promises, whatever the table says", () => {
  test.each([
    ["collector-adapter/src/otlp/x.ts", "../database/postgres.ts"],
    ["collector-adapter/src/otlp/x.ts", "express"],
    ["collector-adapter/src/spans/x.ts", "../ingest/write-batch.ts"],
    ["collector-adapter/src/spans/x.ts", "pino"],
    ["collector-adapter/src/fold/x.ts", "../otlp/otlp-span.ts"],
    ["collector-adapter/src/fold/x.ts", "../sql/get-run.ts"],
    ["collector-adapter/src/records/x.ts", "../app.ts"],
    ["collector-adapter/src/sql/x.ts", "../runs/cursor.ts"],
    ["collector-adapter/src/sql/x.ts", "pg"],
    ["collector-adapter/src/database/x.ts", "../sql/get-run.ts"],
    ["collector-adapter/src/http/x.ts", "../app.ts"],
    ["collector-adapter/src/ingest/x.ts", "../runs/cursor.ts"],
    ["collector-adapter/src/ingest/x.ts", "../live/live-hub.ts"],
    ["collector-adapter/src/runs/x.ts", "../ingest/write-batch.ts"],
    ["collector-adapter/src/runs/x.ts", "pg"],
    ["collector-adapter/src/live/x.ts", "../ingest/write-batch.ts"],
    ["collector-adapter/src/live/x.ts", "../sql/get-run.ts"],
    ["collector-adapter/src/import/x.ts", "../uuid.ts"],
    ["collector-adapter/src/app.ts", "@runline/instrumentation"],
    ["collector-adapter/src/app.ts", "@opentelemetry/api"],
    ["collector-adapter/src/app.ts", "../../viewer/src/app.tsx"],
    ["contract/src/run.ts", "node:fs"],
    ["contract/src/run.ts", "@runline/contract"],
    ["contract/src/run.ts", "@opentelemetry/api"],
    ["instrumentation/src/run-tracer.ts", "node:fs"],
    ["instrumentation/src/steps/x.ts", "../elizaos/frame.ts"],
    ["instrumentation/src/elizaos/x.ts", "@runline/contract/client"],
    ["instrumentation/src/elizaos/x.ts", "runline"],
    ["instrumentation/src/elizaos/x.ts", "../../../collector-adapter/src/app.ts"],
    ["viewer/src/api/x.ts", "../models/list-filter.ts"],
    ["viewer/src/models/x.ts", "../pages/run-page.tsx"],
    ["viewer/src/waterfall/x.tsx", "../api/open-live-stream.ts"],
    ["viewer/src/pages/x.tsx", "../api/open-live-stream.ts"],
    ["viewer/src/ui/x.tsx", "node:fs"],
    ["viewer/src/ui/x.tsx", "@runline/instrumentation"],
    ["collector-adapter/test/x.test.ts", "../../viewer/src/app.tsx"],
  ])("%s may not import %s, not even its types", (from, specifier) => {
    expect(listRefused({ [from]: importType(specifier) })).toHaveLength(1);
  });
});

describe("every form of an import is seen", () => {
  test.each([
    ["values", 'import express from "./b.ts";'],
    ["values", 'import * as all from "./b.ts";'],
    ["values", 'import {\n  one,\n  type Two,\n} from "./b.ts";'],
    // Without its types, such a line is still run: verbatimModuleSyntax keeps the import.
    ["values", 'import { type One } from "./b.ts";'],
    ["values", 'import "./b.ts";'],
    ["values", 'export { one } from "./b.ts";'],
    ["values", 'export * from "./b.ts";'],
    ["values", 'export * as all from "./b.ts";'],
    ["values", 'const { one } = await import(\n  "./b.ts"\n);'],
    ["types", 'import type One from "./b.ts";'],
    ["types", 'import type {\n  One,\n} from "./b.ts";'],
    ["types", 'export type { One } from "./b.ts";'],
    ["types", 'export type * from "./b.ts";'],
    ["types", 'export const one: import("./b.ts").One = 1;'],
    ["types", 'export type One = typeof import("./b.ts");'],
  ])("as %s: %s", (kind, code) => {
    const layers = { part: { "a.ts": {}, "b.ts": {} } };
    const [refusal] = check("not allowed", { "part/src/a.ts": code }, { layers, trees: {} });
    expect(refusal).toContain(`part/src/a.ts -> part/src/b.ts (${kind}); part/src/a.ts may import: nothing.`);
  });

  test("and what is only written like one is none", () => {
    const code =
      '// import "./b.ts"\nconst text = \'import "./b.ts"\';\nexport const url = new URL("./b.ts", import.meta.url);';
    const layers = { part: { "a.ts": {}, "b.ts": {} } };
    expect(check("not allowed", { "part/src/a.ts": code }, { layers, trees: {} })).toEqual([]);
  });

  test("a name that is made at run time is refused", () => {
    expect(check("computed", { "viewer/src/ui/x.ts": "await import(`../${name}.ts`);" })).toHaveLength(1);
  });
});

describe("a circle of files is named whole", () => {
  const circle = (write: (from: string) => string): string[] =>
    check("circle", {
      "viewer/src/ui/a.ts": write("./b.ts"),
      "viewer/src/ui/b.ts": write("./c.ts"),
      "viewer/src/ui/c.ts": write("./a.ts"),
      "viewer/src/ui/d.ts": write("./a.ts"),
    });
  const NAMES = "circle: viewer/src/ui/a.ts -> viewer/src/ui/b.ts -> viewer/src/ui/c.ts -> viewer/src/ui/a.ts.";

  test("of values", () => expect(circle(importValue)).toEqual([expect.stringContaining(NAMES)]));
  test("of types", () => expect(circle(importType)).toEqual([expect.stringContaining(NAMES)]));
  test("and a way that parts and meets again is none", () => {
    const files = {
      "viewer/src/ui/a.ts": `${importValue("./b.ts")}\n${importValue("./c.ts")}`,
      "viewer/src/ui/b.ts": importValue("./d.ts"),
      "viewer/src/ui/c.ts": importValue("./d.ts"),
      "viewer/src/ui/d.ts": "",
    };
    expect(check("circle", files)).toEqual([]);
  });
});

describe("the table is the code", () => {
  const files = { "part/src/top/a.ts": importType("../base/b.ts"), "part/src/base/b.ts": 'import "pg";' };
  const base = { packages: "pg" };
  const checkTable = (kind: string, layers: Record<string, { layers?: string; packages?: string }>) =>
    check(kind, files, { layers: { part: layers }, trees: { part: "" } });

  test("one that says just what is imported passes", () => {
    const tables = { layers: { part: { top: { layers: "(base)" }, base } }, trees: { part: "" } };
    expect(checkLayers(new Map(Object.entries(files)), tables)).toEqual([]);
  });

  test("a folder that has no row is refused", () => {
    expect(checkTable("no row", { top: {} })).toEqual([expect.stringContaining("part/src/base stands in no row")]);
    expect(check("no row", { "new-folder/a.ts": "" }, { layers: {}, trees: {} })).toHaveLength(1);
  });

  test("a part whose layers are not in the table is refused", () => {
    const found = check("no row", { "new-part/src/a.ts": "" }, { layers: {}, trees: { "new-part/src": "" } });
    expect(found).toEqual([expect.stringContaining("new-part stands in no row")]);
  });

  test("a row that has no code is refused", () => {
    expect(checkTable("no code", { gone: {}, top: { layers: "(base)" }, base })).toEqual([
      expect.stringContaining("part/src/gone has a row and no file"),
    ]);
  });

  test("a name that nothing imports is refused", () => {
    expect(checkTable("not used", { top: { layers: "(base)", packages: "express" }, base })).toHaveLength(1);
  });

  test("values where only types are imported are refused", () => {
    expect(checkTable("not used", { top: { layers: "base" }, base })).toEqual([
      expect.stringContaining("part/src/top -> base (values)"),
    ]);
  });

  test("a row that allows what is not below it is refused", () => {
    expect(checkTable("upwards", { base, top: { layers: "(base)" } })).toHaveLength(1);
  });
});

test("the command prints each fault and their number, and fails", () => {
  const empty = mkdtempSync(join(tmpdir(), "runline-layers-"));
  const { stdout, status } = spawnSync("node", [join(ROOT, "scripts/layers.mjs"), empty], { encoding: "utf8" });
  rmSync(empty, { recursive: true });
  expect(stdout).toMatch(/^no code: contract\/src\/run\.ts has a row and no file\./m);
  expect(stdout).toMatch(/\n0 files, \d+ faults\n$/);
  expect(status).toBe(1);
});

test("the linter refuses requests of the viewer outside of its api", () => {
  const folder = mkdtempSync(join(tmpdir(), "runline-lint-"));
  symlinkSync(join(ROOT, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  for (const layer of ["models", "api"]) {
    mkdirSync(join(folder, "viewer/src", layer), { recursive: true });
    writeFileSync(join(folder, "viewer/src", layer, "x.ts"), 'void fetch("/api");\nvoid new EventSource("/api");\n');
  }
  const oxlint = join(ROOT, "node_modules/.bin/oxlint");
  const { stdout } = spawnSync(oxlint, ["--format=unix"], { cwd: folder, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  const found = stdout.split("\n").filter((line) => line.includes("no-restricted-globals"));
  expect(found).toEqual([expect.stringMatching(/models\/x\.ts:1/), expect.stringMatching(/models\/x\.ts:2/)]);
});
