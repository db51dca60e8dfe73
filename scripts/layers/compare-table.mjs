import { TABLE, toFault } from "./fault.mjs";

/** @typedef {import("./fault.mjs").Fault} Fault */
/** @typedef {import("./list-imports.mjs").Import} Import */

/**
 * An import in the words of a table.
 *
 * @typedef {object} Use
 * @property {string} row the row of the file that imports
 * @property {string} name what is imported, as a row would allow it
 * @property {Import} of
 */

/**
 * A name that a row allows; in the table one of which only types are allowed stands in parentheses.
 *
 * @typedef {object} Allowance
 * @property {string} name
 * @property {boolean} isType
 */

/**
 * @param {string} words as in the table: `"http (records)"`
 * @returns {Allowance[]}
 */
export function parseRow(words) {
  const names = words.split(" ").filter((word) => word !== "");
  return names.map((word) => ({ name: word.replace(/^\((.+)\)$/, "$1"), isType: word.startsWith("(") }));
}

/**
 * Says which imports no row allows, and which names of a row no import uses.
 *
 * @param {string} home what stands before the names of the rows in a path
 * @param {Readonly<Record<string, string>>} table
 * @param {readonly Use[]} uses
 * @returns {Fault[]}
 */
export function compareTable(home, table, uses) {
  return Object.entries(table).flatMap(([row, words]) => {
    const allowances = parseRow(words);
    const own = uses.filter((use) => use.row === row);
    return [
      ...own.flatMap((use) => toRefusal(home + row, words, use) ?? []),
      ...allowances.flatMap((allowance) => toUnused(home + row, allowance, own) ?? []),
    ];
  });
}

/** @param {string} owner @param {string} words @param {Use} use @returns {Fault | undefined} */
function toRefusal(owner, words, { name, of: { from, to, isType } }) {
  const allowance = parseRow(words).find((allowed) => allowed.name === name);
  if (allowance && (isType || !allowance.isType)) return undefined;
  const next = allowance
    ? "Only types are allowed here: write `import type`."
    : `Move what both need further down or, when the direction is right, add ${name} to the row in ${TABLE}.`;
  const found = `${from} -> ${to} (${isType ? "types" : "values"})`;
  return toFault("not allowed", `${found}; ${owner} may import: ${words || "nothing"}. ${next}`);
}

/** @param {string} owner @param {Allowance} allowance @param {readonly Use[]} uses @returns {Fault | undefined} */
function toUnused(owner, { name, isType }, uses) {
  const found = uses.filter((use) => use.name === name);
  if (found.length === 0) return toFault("not used", `${owner} -> ${name}. Take ${name} out of the row in ${TABLE}.`);
  if (isType || found.some((use) => !use.of.isType)) return undefined;
  return toFault("not used", `${owner} -> ${name} (values). Write (${name}) in the row in ${TABLE}.`);
}

/**
 * Says which names have no row, and which rows no name. A folder without a row would be free to import anything.
 *
 * @param {string} home
 * @param {object} table
 * @param {readonly string[]} found names of the folders and files there are
 * @returns {Fault[]}
 */
export function compareNames(home, table, found) {
  const missing = [...new Set(found)].filter((name) => !Object.hasOwn(table, name));
  const gone = Object.keys(table).filter((name) => !found.includes(name));
  return [
    ...missing.map((name) => toFault("no row", `${home}${name} stands in no row of the table. Add one in ${TABLE}.`)),
    ...gone.map((name) => toFault("no code", `${home}${name} has a row and no file. Take the row out of ${TABLE}.`)),
  ];
}
