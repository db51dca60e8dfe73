import { ENDPOINT, type Recipe } from "./recipe.ts";

/** Programs that send by themselves: settings, and nothing to install. docs/coding-agents.md says what each tells. */
export const CODING_AGENT_RECIPES: readonly Recipe[] = [
  {
    id: "claude-code",
    language: "Coding agents",
    framework: "Claude Code",
    steps: [
      {
        does: "Say that it is to send, what, and where to",
        lines: `export CLAUDE_CODE_ENABLE_TELEMETRY=1
export CLAUDE_CODE_ENHANCED_TELEMETRY_BETA=1
export OTEL_TRACES_EXPORTER=otlp
export OTEL_LOGS_EXPORTER=otlp
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_ENDPOINT=${ENDPOINT}`,
      },
      { does: "Start it as usual, in the same terminal", lines: "claude" },
    ],
    content:
      "Nothing of prompts and answers is sent; OTEL_LOG_USER_PROMPTS=1, OTEL_LOG_TOOL_DETAILS=1 and OTEL_LOG_TOOL_CONTENT=1 send prompts and answers, arguments of tools, and what tools gave back.",
    runWith: "Claude Code 2.1.197",
  },
  {
    id: "codex",
    language: "Coding agents",
    framework: "Codex",
    steps: [
      {
        does: "Say where to send",
        file: "~/.codex/config.toml",
        lines: `[otel]
exporter = { otlp-http = { endpoint = "${ENDPOINT}/v1/logs", protocol = "binary" } }
log_user_prompt = true`,
      },
      { does: "Start it as usual", lines: "codex" },
    ],
    content:
      "Prompts are sent, unless log_user_prompt is left out, arguments and results of tools always, answers never.",
    runWith: "Codex 0.171.0",
  },
  {
    id: "gemini-cli",
    language: "Coding agents",
    framework: "Gemini CLI",
    steps: [
      {
        does: "Say that it is to send, and where to",
        lines: `export GEMINI_TELEMETRY_ENABLED=true
export GEMINI_TELEMETRY_TARGET=local
export GEMINI_TELEMETRY_OTLP_PROTOCOL=http
export GEMINI_TELEMETRY_OTLP_ENDPOINT=${ENDPOINT}`,
      },
      { does: "Start it as usual, in the same terminal", lines: "gemini" },
    ],
    content: "Prompts and answers are sent, too. GEMINI_TELEMETRY_LOG_PROMPTS=false keeps them back.",
    runWith: "Gemini CLI 0.61.0",
  },
];
