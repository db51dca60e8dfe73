import { posix } from "node:path";
import { parseSync, Visitor } from "oxc-parser";

/**
 * One import of a file, re-exports included.
 *
 * @typedef {object} Import
 * @property {string} from the file
 * @property {string} to path of the imported file, name of the package, or `computed`
 * @property {"file" | "package" | "computed"} target `computed`: the code makes the name while it runs
 * @property {boolean} isType nothing of the import is left when the code runs
 */

/**
 * Lists the imports of a file in every form of the language.
 *
 * @param {string} from path from the root; the ending names the language
 * @param {string} text
 * @returns {Import[]}
 * @throws when the text has an error of syntax
 */
export function listImports(from, text) {
  const { program, errors } = parseSync(from, text);
  const [error] = errors;
  if (error) throw new Error(`${from} cannot be parsed: ${error.message}. Run: npm run typecheck`);
  /** @type {Import[]} */
  const imports = [];
  /** @param {import("oxc-parser").Expression} source @param {boolean} isType */
  const add = (source, isType) => imports.push({ from, isType, ...toTarget(from, source) });
  // `import { type A } from "x"` counts as values: with verbatimModuleSyntax it stays as `import {} from "x"`.
  new Visitor({
    ImportDeclaration: ({ source, importKind }) => add(source, importKind === "type"),
    ExportAllDeclaration: ({ source, exportKind }) => add(source, exportKind === "type"),
    ExportNamedDeclaration: ({ source, exportKind }) => source && add(source, exportKind === "type"),
    ImportExpression: ({ source }) => add(source, false),
    TSImportType: ({ source }) => add(source, true),
  }).visit(program);
  return imports;
}

/**
 * @param {string} from
 * @param {import("oxc-parser").Expression} source
 * @returns {Pick<Import, "to" | "target">}
 */
function toTarget(from, source) {
  if (source.type !== "Literal" || typeof source.value !== "string") return { to: "computed", target: "computed" };
  const name = source.value;
  if (!name.startsWith(".")) return { to: toPackage(name), target: "package" };
  return { to: posix.join(posix.dirname(from), name), target: "file" };
}

/**
 * A path inside a package is the package, and all modules of Node are `node:*`. A door of our own packages stands whole: which
 * door a part may take is a rule.
 *
 * @param {string} name
 */
function toPackage(name) {
  if (name.startsWith("node:")) return "node:*";
  if (/^(?:@runline\/|runline(?:\/|$))/.test(name)) return name;
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}
