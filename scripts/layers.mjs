// `npm run layers`: refuses imports that the tables in scripts/layers/layer-table.mjs do not allow, circles of files, and tables
// that say more than the code. Another checkout: node scripts/layers.mjs PATH
import { fileURLToPath } from "node:url";
import { checkLayers } from "./layers/check-layers.mjs";
import { readFiles } from "./layers/read-files.mjs";

const root = process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url));
const files = new Map(readFiles(root));
const faults = checkLayers(files);
for (const { text } of faults) process.stdout.write(`${text}\n`);
process.stdout.write(`${files.size} files, ${faults.length} faults\n`);
if (faults.length > 0) process.exitCode = 1;
