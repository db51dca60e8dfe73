// Puts the OpenTelemetry SDK that @runline/instrumentation uses into its build, with the licences: see decision 22 in ARCHITECTURE.md.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { esmExternalRequirePlugin } from "rolldown/plugins";

const MODULE = "opentelemetry-sdk";
/** What stays an import: the API, of which host and plugin must have the same copy, and Node. `require` of them becomes one too. */
const EXTERNAL = ["@opentelemetry/api", "async_hooks", "events"];
/** What the licences ask to be said in the file itself. */
const BANNER =
  "/* Copyright The OpenTelemetry Authors. SPDX-License-Identifier: Apache-2.0. Changed: put together from the packages named in\n" +
  ` * ${MODULE}.licenses.txt, code that is not used left out. */`;
const PACKAGE_OF_FILE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/**
 * Replaces `opentelemetry-sdk.js` in a build by itself and all that it imports, unused code left out, and writes the licences of
 * what is in it to `opentelemetry-sdk.licenses.txt`.
 *
 * @param {string} dist the folder of the build
 */
export async function bundleSdk(dist) {
  const file = join(dist, `${MODULE}.js`);
  const bundle = await rolldown({
    input: file,
    platform: "node",
    resolve: { mainFields: ["module", "main"], conditionNames: ["module"] },
    plugins: [esmExternalRequirePlugin({ external: EXTERNAL })],
    onLog(level, log) {
      throw new Error(`Bundling OpenTelemetry's SDK: ${level}: ${log.message}`); // such as an import that cannot be found
    },
  });
  const { output } = await bundle.generate({ format: "esm", banner: BANNER });
  await bundle.close();
  const [chunk, ...others] = output;
  if (others.length > 0) throw new Error(`OpenTelemetry's SDK became ${output.length} files; expected one.`);

  await writeFile(file, chunk.code);
  await writeFile(join(dist, `${MODULE}.licenses.txt`), await toLicences(Object.keys(chunk.modules)));
  await rm(`${file}.map`); // of the module before
}

/** One text for each licence, below the packages that have it. */
async function toLicences(files) {
  const folders = new Set(files.flatMap((file) => file.replaceAll("\\", "/").match(PACKAGE_OF_FILE)?.[0] ?? []));
  const packages = new Map();
  for (const folder of [...folders].toSorted((a, b) => a.localeCompare(b))) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const text = await readFile(join(folder, "LICENSE"), "utf8");
    packages.set(text, [...(packages.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...packages].map(([text, names]) => `${names.join("\n")}\n\n${text}`).join("\n\n");
}
