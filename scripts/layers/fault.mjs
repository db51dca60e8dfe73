/**
 * Something that the tables and the code do not agree on.
 *
 * @typedef {object} Fault
 * @property {FaultKind} kind
 * @property {string} text what was found, what was expected and what to do
 */

/** @typedef {"not allowed" | "not used" | "no row" | "no code" | "upwards" | "computed" | "circle"} FaultKind */

/** Where the tables are, for whoever has to change them. */
export const TABLE = "scripts/layers/layer-table.mjs";

/**
 * @param {FaultKind} kind
 * @param {string} what the rest of the sentence
 * @returns {Fault}
 */
export function toFault(kind, what) {
  return { kind, text: `${kind}: ${what}` };
}
