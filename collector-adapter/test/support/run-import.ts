import { importRuns } from "../../src/import/import-runs.ts";
import { parseImportOptions } from "../../src/import/parse-import-options.ts";
import { createProgressLine } from "../../src/progress-line.ts";
import { createTotals, type ImportTotals } from "../../src/import/import-totals.ts";

/** What an import said and did. */
export interface ImportOutcome {
  totals: ImportTotals;
  said: string;
}

/** How to run an import beside its flags. */
export interface ImportRunOptions {
  dataDir: string;
  signal?: AbortSignal;
  /** Called with every line that it says. */
  onLine?: (line: string) => void;
}

/** Imports in this process, as the command does. */
export async function runImport(flags: readonly string[], options: ImportRunOptions): Promise<ImportOutcome> {
  const parsed = parseImportOptions([...flags, "--data-dir", options.dataDir], {});
  if (parsed === "help") throw new Error("These flags ask for help.");
  let said = "";
  const progress = createProgressLine({
    write(text: string) {
      said += text;
      options.onLine?.(text);
      return true;
    },
  });
  const totals = createTotals();
  const { signal = new AbortController().signal } = options;
  await importRuns(parsed, { progress, totals, signal });
  return { totals, said };
}
