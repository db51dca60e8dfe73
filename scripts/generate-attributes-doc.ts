// `npm run generate` writes docs/attributes.md from contract/src/attributes.ts; with --check it fails when they differ.
import { readFile, writeFile } from "node:fs/promises";

const SOURCE = new URL("../contract/src/attributes.ts", import.meta.url);
const TARGET = new URL("../docs/attributes.md", import.meta.url);

const CONSTANT = /\/\*\*\s*((?:[^*]|\*(?!\/))+?)\s*\*\/\s*export const (ATTR|OPERATION)_\w+ = "([^"]+)";/g;

interface Entry {
  name: string;
  description: string;
  example: string;
}

const rendered = render(await readFile(SOURCE, "utf8"));
if (process.argv.includes("--check")) {
  const found = await readFile(TARGET, "utf8").catch(() => "");
  if (found !== rendered) {
    process.stderr.write("docs/attributes.md does not fit contract/src/attributes.ts. Run: npm run generate\n");
    process.exitCode = 1;
  }
} else {
  await writeFile(TARGET, rendered);
  process.stdout.write("Wrote docs/attributes.md.\n");
}

function render(source: string): string {
  const attributes: Entry[] = [];
  const operations: Entry[] = [];
  for (const [, comment = "", group, name = ""] of source.matchAll(CONSTANT)) {
    (group === "ATTR" ? attributes : operations).push({ name, ...toText(comment) });
  }
  const own = attributes.filter(({ name }) => name.startsWith("runline."));
  const genAi = attributes.filter(({ name }) => !name.startsWith("runline."));
  return [
    "# Attributes",
    "",
    "Generated from `contract/src/attributes.ts` by `npm run generate`; do not edit.",
    "",
    "## Runline's own",
    "",
    ...toTable(own),
    "",
    "## From the OpenTelemetry semantic conventions",
    "",
    "The GenAI conventions are in development; these names are those of the newest version.",
    "",
    ...toTable(genAi),
    "",
    "## Operations",
    "",
    "Values of `gen_ai.operation.name`.",
    "",
    ...toTable(operations),
    "",
  ].join("\n");
}

function toText(comment: string): Omit<Entry, "name"> {
  const text = comment.replaceAll(/\s*\n\s*\* ?/g, " ").trim();
  const [description = "", example = ""] = text.split(" @example ");
  return {
    description: description.replaceAll(/\{@link (\w+)\}/g, "`$1`").replaceAll("|", "\\|"),
    example: example.replaceAll('"', ""),
  };
}

function toTable(entries: Entry[]): string[] {
  const rows = entries.map(
    ({ name, description, example }) => `| \`${name}\` | ${description} | ${example && `\`${example}\``} |`,
  );
  return ["| name | meaning | example |", "|---|---|---|", ...rows];
}
