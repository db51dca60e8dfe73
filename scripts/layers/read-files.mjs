import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Installed, built or recorded: nobody writes an import there. */
const SKIPPED = new Set(["node_modules", "dist", "dist-types", "fixtures"]);
const TEXT = /\.(?:[cm]?[jt]sx?|css)$/;

/**
 * Reads the code and style sheets below a folder, without the files that stand directly in the root.
 *
 * @param {string} root
 * @param {string} [folder] path from the root, with a `/` at the end
 * @returns {[path: string, text: string][]} paths are from the root, written with `/`
 */
export function readFiles(root, folder = "") {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder + entry.name;
    if (entry.isDirectory()) {
      return SKIPPED.has(entry.name) || entry.name.startsWith(".") ? [] : readFiles(root, `${path}/`);
    }
    return folder !== "" && TEXT.test(entry.name) ? [[path, readFileSync(join(root, path), "utf8")]] : [];
  });
}
