import { readdirSync, readFileSync } from "node:fs";
import { parseSync, Visitor, type Expression } from "oxc-parser";
import { describe, expect, test } from "vitest";
import { IS_OF_FOLDS } from "./fold-columns.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const list = (path: string, ending: string) =>
  readdirSync(new URL(path, import.meta.url)).filter((name) => name.endsWith(ending) && !name.endsWith(".test.ts"));

/** By which column each table is spread over the nodes of Citus, and with which tables it lies. */
const PLACES = new Map(
  [
    ...read("../../../docs/citus.sql").matchAll(
      /create_distributed_table\('(\w+)', '(\w+)', colocate_with => '(\w+)'/g,
    ),
  ].map(([, table = "", column = "", beside = ""]) => [table, { column, group: beside === "none" ? table : beside }]),
);

/** Asked of all nodes, since they are about no run, trace or agent in particular: seldom, or for a list of everything. */
const OF_ALL_NODES = new Map([
  ["erase-rows.ts", "folds of a day that is dropped"],
  ["find-callers.ts", "calls that another run may have made, whosever they are"],
  ["find-erasable.ts", "what names somebody, wherever it is"],
  ["find-id.ts", "what an id names, in one table after the other"],
  ["find-span.ts", "the newest runs of all agents"],
  ["list-fold-keys.ts", "marked folds, and all folds to compute anew"],
  ["list-traces.ts", "traces that are not a run"],
  ["replace-rollup.ts", "sums that are stale, after something was erased"],
  ["sum-runs.ts", "runs of all agents, or of one"],
  ["sum-steps.ts", "steps of all agents, or of one"],
  ["take-stale-rollups.ts", "hours of all agents whose sums are stale"],
]);

/** Where tables are made or changed. */
const OF_SCHEMA = ["create-log-partition.ts", "log-days.ts", "old-rows.ts"];

/** Names the agent where a list is of one; a list of all agents asks all nodes. */
const FILTER = "${toRunCondition(";

const TABLE = new RegExp(`\\b(?:from|join|into|update)\\s+(${[...PLACES.keys()].join("|")})\\b`, "g");

interface SqlText {
  file: string;
  text: string;
  tables: string[];
}

/** The texts of statements in the files of this folder, with the constants of their file put in. */
function listTexts(): SqlText[] {
  return list(".", ".ts").flatMap((file) => {
    const source = read(file);
    const constants = new Map([["IS_OF_FOLDS", IS_OF_FOLDS]]);
    const texts: string[] = [];
    const toText = (node: Expression): string | undefined => {
      if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
      if (node.type !== "TemplateLiteral") return undefined;
      return source.slice(node.start + 1, node.end - 1);
    };
    const note = (node: Expression) => {
      const text = toText(node);
      if (text !== undefined) texts.push(text);
    };
    new Visitor({
      VariableDeclarator({ id, init }) {
        const text = init === null ? undefined : toText(init);
        if (id.type === "Identifier" && text !== undefined) constants.set(id.name, text);
      },
      Literal: note,
      TemplateLiteral: note,
    }).visit(parseSync(file, source).program);
    const fill = (text: string): string => text.replaceAll(/\$\{(\w+)\}/g, (all, name) => constants.get(name) ?? all);
    return texts.map((text) => {
      const filled = fill(fill(text));
      return { file, text: filled, tables: [...filled.matchAll(TABLE)].map(([, table = ""]) => table) };
    });
  });
}

describe("statements on Citus", () => {
  const texts = listTexts().filter(({ tables }) => tables.length > 0);

  test("are about tables that are spread over its nodes", () => {
    const made = list("../../migrations", ".sql").flatMap((name) =>
      [...read(`../../migrations/${name}`).matchAll(/create table (\w+)/g)].map(([, table]) => table),
    );
    expect([...PLACES.keys()].toSorted()).toEqual([...new Set(made)].toSorted());
    expect(texts.length).toBeGreaterThan(40);
  });

  const targeted = texts.filter(({ file, text }) => !OF_ALL_NODES.has(file) && !text.includes(FILTER));
  test.each(targeted)("name the nodes that have the rows: $file", ({ text, tables }) => {
    const open = tables.filter((table) => {
      const { column = "" } = PLACES.get(table) ?? {};
      return !new RegExp(`\\b${column}\\s*=`).test(text) && !new RegExp(`\\binto ${table}\\b`).test(text);
    });
    expect({ text, open }).toEqual({ text, open: [] });
  });

  const joining = texts.filter(({ file }) => file !== "find-id.ts");
  test.each(joining)("join only tables that lie together: $file", ({ text, tables }) => {
    const groups = new Set(tables.map((table) => PLACES.get(table)?.group));
    expect({ text, groups: [...groups] }).toEqual({ text, groups: [[...groups][0]] });
  });

  test("change tables in these files alone, each of which goes through the one address of the database", () => {
    const changing = listTexts().filter(({ text }) => /\b(create|alter|drop) (table|index)\b/.test(text));
    expect([...new Set(changing.map(({ file }) => file))].toSorted()).toEqual(OF_SCHEMA);
  });
});
