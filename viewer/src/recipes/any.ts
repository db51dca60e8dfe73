import { ENDPOINT, toWhere, type Recipe } from "./recipe.ts";

export const ANY_RECIPES: readonly Recipe[] = [
  {
    id: "any",
    language: "Any language",
    framework: "Any OpenTelemetry SDK",
    steps: [
      toWhere("librarian"),
      {
        does: "Or, where the exporter is made in code: there the address needs its path",
        file: "agent.mjs",
        lines: `const exporter = new OTLPTraceExporter({ url: "${ENDPOINT}/v1/traces" });`,
      },
    ],
    content: "What is sent of prompts and answers is up to your instrumentation.",
    runWith: "Node 20.20, @opentelemetry/exporter-trace-otlp-http 0.223.1",
  },
];
