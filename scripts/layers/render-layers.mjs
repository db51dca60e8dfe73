import { LAYERS, TREES } from "./layer-table.mjs";

/**
 * The tables as Markdown, for ARCHITECTURE.md.
 *
 * @returns {string}
 */
export function renderLayers() {
  const parts = Object.entries(LAYERS).map(([part, rows]) => {
    const lines = Object.entries(rows).map(([layer, row]) => [layer, toCode(row.layers), toCode(row.packages)]);
    return toTable([`layer of \`${part}/src\``, "imports the layers", "and the packages"], lines);
  });
  const trees = toTable(
    ["folder", "reaches by a relative path"],
    Object.entries(TREES).map(([tree, others]) => [tree, toCode(others)]),
  );
  return [...parts, trees].join("\n\n");
}

/** @param {string[]} head @param {string[][]} rows */
function toTable(head, rows) {
  const lines = rows.map(([name, ...cells]) => [`\`${name}\``, ...cells.map((cell) => cell || "—")]);
  const [first, ...others] = [head, ...lines].map((cells) => `| ${cells.join(" | ")} |`);
  return [first, `|${"---|".repeat(head.length)}`, ...others].join("\n");
}

/** @param {string} [words] */
function toCode(words = "") {
  return words.replace(/[^ ()]+/g, "`$&`");
}
