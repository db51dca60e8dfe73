import { defaultClientConditions, defineConfig } from "vite";

const server = "http://127.0.0.1:4318";

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
    modulePreload: { polyfill: false },
    // What the first list needs comes in one piece: in seven, it is a twentieth more after compression, and as many requests.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "initial", tags: ["$initial"] }] } } },
  },
  server: { proxy: { "/api": server, "/v1": server } },
});
