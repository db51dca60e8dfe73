import { defaultClientConditions, defineConfig } from "vite";

const server = "http://127.0.0.1:4318";

/**
 * Parts that several others share are named after them all, in up to 100 letters: of these the first word stands in the file's name. Six
 * letters of a hash tell builds apart, and two more of each name would be 67 bytes of the first script.
 */
const toPlace = (name = "") => `assets/${name.replace(/[~.].*/, "")}-[hash:6]`;

export default defineConfig({
  // Files name each other by relative paths, and the server tells the page where they are: one build serves every base path.
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { conditions: ["source", ...defaultClientConditions] },
  build: {
    target: "es2022",
    // The style sheet uses light-dark(), which these are the first to know.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // The page's CSP allows neither inline scripts nor data: scripts.
    assetsInlineLimit: 0,
    // Names of scripts that others import stay out of the first one: 445 bytes of it. A page names all of its own, so that they are
    // asked for at once: a run page is drawn a hop sooner.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, names, { hostId }) =>
        hostId.includes("/index-") ? names.filter((name) => name.endsWith(".css")) : names,
    },
    rolldownOptions: {
      checks: { bundlerTimings: false }, // said on a busy machine, to a newcomer above all
      output: {
        chunkFileNames: ({ name }) => `${toPlace(name)}.js`,
        assetFileNames: ({ names: [name] }) => `${toPlace(name)}[extname]`,
        codeSplitting: {
          groups: [
            // What the first list needs comes in one piece: in seven, it is a twentieth more after compression, and as many requests.
            { name: "initial", tags: ["$initial"], priority: 1 },
            // What three or more of the other parts need comes in a few: in the 23 that it falls into by itself, most below 1 kB, a run page
            // asks for 27 scripts instead of 8. What two need stays apart: together with it the scripts import each other in a circle, and
            // what runs first lacks what the other has.
            { name: "shared", minShareCount: 3, entriesAware: true, entriesAwareMergeThreshold: 12_000 },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": server, "/v1": server } },
});
