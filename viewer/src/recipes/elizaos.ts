import { ENDPOINT, type Recipe } from "./recipe.ts";

/** Run by `npm run test:e2e host`, which installs the packed archives, and `npm run test:e2e elizaos`. */
export const ELIZAOS_RECIPES: readonly Recipe[] = [
  {
    id: "elizaos",
    language: "TypeScript",
    framework: "elizaOS",
    steps: [
      {
        does: "Make the package, in Runline's folder: it is not in the npm registry yet",
        lines: "npm run build && npm pack --silent -w contract -w instrumentation",
      },
      {
        does: "Install it in your agent's folder, with Runline's in the place of CLONE",
        lines: "npm install CLONE/runline-contract-0.1.0.tgz CLONE/runline-instrumentation-0.1.0.tgz",
      },
      {
        does: "Say where to send, unless that is http://127.0.0.1:4318",
        lines: `export OTEL_EXPORTER_OTLP_ENDPOINT=${ENDPOINT}`,
      },
      {
        does: "Add the plugin to your character, by its name",
        file: "character.js",
        lines: `export const character = {
  name: "My agent",
  plugins: ["@elizaos/plugin-bootstrap", "@runline/instrumentation/elizaos"],
};`,
      },
      {
        does: "Or to the runtime or project agent that you make yourself, as an object",
        file: "agent.js",
        lines: `import { runlinePlugin } from "@runline/instrumentation/elizaos";

new AgentRuntime({ character, plugins: [bootstrapPlugin, runlinePlugin] });`,
      },
    ],
    content:
      "Nothing of prompts and answers is sent unless you set OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true.",
    runWith: "elizaOS 1.7.2, Node 20.20 and 24",
  },
];
