import { createRequire } from "node:module";
import { dirname } from "node:path";
import { readString } from "./read.ts";

const require = createRequire(import.meta.url);

/**
 * elizaOS with its version, for messages. A runtime does not tell its own, so the package is looked for from where the program, the
 * working directory and this package are. In a bundle, which has none, the version is left out.
 *
 * @example "elizaOS 1.7.2"
 */
export function nameEliza(): string {
  const paths = [dirname(process.argv[1] ?? ""), process.cwd(), import.meta.dirname];
  try {
    const manifest: unknown = require(require.resolve("@elizaos/core/package.json", { paths }));
    return `elizaOS ${readString(manifest, "version")}`;
  } catch {
    return "elizaOS";
  }
}
