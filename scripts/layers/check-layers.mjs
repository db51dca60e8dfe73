import { compareNames, compareTable, parseRow } from "./compare-table.mjs";
import { toFault } from "./fault.mjs";
import { findCircles } from "./find-circles.mjs";
import { LAYERS, TREES } from "./layer-table.mjs";
import { listImports } from "./list-imports.mjs";

/** @typedef {import("./fault.mjs").Fault} Fault */
/** @typedef {import("./list-imports.mjs").Import} Import */
/** @typedef {import("./layer-table.mjs").LayerRow} LayerRow */

const CODE = /\.[cm]?[jt]sx?$/;
const TEST = /\.test\.[cm]?[jt]sx?$/;

/**
 * Compares the code with the tables of what it may import.
 *
 * @param {ReadonlyMap<string, string>} files the text of each file by its path from the root, written with `/`
 * @param {{ layers?: import("./layer-table.mjs").LayerTable, trees?: Readonly<Record<string, string>> }} [tables]
 * @returns {Fault[]} empty when they agree
 */
export function checkLayers(files, { layers = LAYERS, trees = TREES } = {}) {
  const paths = [...files.keys()];
  const imports = [...files].flatMap(([path, text]) => (CODE.test(path) ? listImports(path, text) : []));
  const parts = paths.flatMap((path) => /^([^/]+)\/src\//.exec(path)?.[1] ?? []);
  return [
    ...compareNames("", layers, parts),
    ...Object.entries(layers).flatMap(([part, rows]) => checkPart(part, rows, paths, imports)),
    ...checkTrees(trees, paths, imports),
  ];
}

/**
 * The layers of one part, and the packages that they import.
 *
 * @param {string} part
 * @param {Readonly<Record<string, LayerRow>>} rows
 * @param {readonly string[]} paths
 * @param {readonly Import[]} imports
 * @returns {Fault[]}
 */
function checkPart(part, rows, paths, imports) {
  const home = `${part}/src/`;
  const layers = Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, row.layers ?? ""]));
  const packages = Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, row.packages ?? ""]));
  /** @param {string} path */
  const isSource = (path) => path.startsWith(home) && !TEST.test(path);
  /** @param {string} path */
  const toLayer = (path) => path.slice(home.length).replace(/\/.*/, "");
  const own = imports.filter(({ from }) => isSource(from));
  const inside = own.filter(({ target, to }) => target === "file" && isSource(to));
  const layerUses = inside.map((of) => ({ row: toLayer(of.from), name: toLayer(of.to), of }));
  const packageUses = own
    .filter(({ target }) => target === "package")
    .map((of) => ({ row: toLayer(of.from), name: of.to, of }));
  return [
    ...compareNames(home, layers, paths.filter(isSource).map(toLayer)),
    ...compareTable(
      home,
      layers,
      layerUses.filter(({ row, name }) => row !== name),
    ),
    ...compareTable(home, packages, packageUses),
    ...findUpward(home, layers),
    ...own.filter(({ target }) => target === "computed").map(({ from }) => toComputed(from)),
    ...findCircles(inside).map((circle) => toCircle(circle)),
  ];
}

/**
 * Relative paths that lead from one folder of the repository into another, those of tests included.
 *
 * @param {Readonly<Record<string, string>>} trees
 * @param {readonly string[]} paths
 * @param {readonly Import[]} imports
 * @returns {Fault[]}
 */
function checkTrees(trees, paths, imports) {
  const innermostFirst = Object.keys(trees).toSorted((a, b) => b.length - a.length);
  /** @param {string} path */
  const toTree = (path) => {
    const place = TEST.test(path) ? path.replace("/src/", "/test/") : path;
    return innermostFirst.find((tree) => place.startsWith(`${tree}/`)) ?? place.replace(/\/.*/, "");
  };
  const uses = imports
    .filter(({ target }) => target === "file")
    .map((of) => ({ row: toTree(of.from), name: toTree(of.to), of }));
  return [
    ...compareNames("", trees, paths.filter((path) => CODE.test(path)).map(toTree)),
    ...compareTable(
      "",
      trees,
      uses.filter(({ row, name }) => row !== name),
    ),
  ];
}

/** The order of the rows is the order of the layers. @param {string} home @param {Record<string, string>} layers */
function findUpward(home, layers) {
  const order = Object.keys(layers);
  return order.flatMap((layer, place) =>
    parseRow(layers[layer] ?? "")
      .filter(({ name }) => order.indexOf(name) <= place)
      .map(({ name }) =>
        toFault("upwards", `${home}${layer} -> ${name}, which is not a row below. Turn one of them round.`),
      ),
  );
}

/** @param {string} path */
function toComputed(path) {
  return toFault(
    "computed",
    `${path} makes the name of an import while it runs, so that no check can follow it. Write it out.`,
  );
}

/** @param {string[]} circle */
function toCircle(circle) {
  return toFault("circle", `${circle.join(" -> ")}. Types count: move what both sides need into a file of its own.`);
}
