/** An agent that a recipe is tried with. */
export interface RecipeAgent {
  /** Its files, by where they are, with their names in `agents/`: each has a mark for each block of lines that the recipe has for it. */
  files: Readonly<Record<string, string>>;
  /** What the agent itself needs, which who has such an agent has already. */
  setUp?: string;
  /** Whether it needs Node 22 or newer: it gets that of `e2e/node-24`. */
  needsNewNode?: boolean;
  /** Starts it, where the recipe leaves that to its reader. */
  start?: string;
  /** What becomes of it in Runline. */
  expected: string;
}

const toPython = (packages: string) => `python3 -m venv .venv && pip install --quiet ${packages}`;
const toNode = (packages: string) => `npm init -y >/dev/null && npm install --no-audit --no-fund ${packages}`;

/** Puts a command of its name in front, which asks one question in place of a person, away from that person's own settings. */
const toAsking = (packages: string, name: string, call: string) =>
  `${toNode(packages)} && mkdir -p .venv/bin '~' && cat > .venv/bin/${name} <<'END'
#!/bin/sh
export HOME="$PWD/~"
exec ${call}
END
chmod +x .venv/bin/${name}`;

const WITH_TOOL = "librarian completed, 2 model calls, 1 actions";

/** By the id of the recipe. */
export const AGENTS: ReadonlyMap<string, RecipeAgent> = new Map([
  [
    "python-langgraph",
    {
      files: { "agent.py": "python-langgraph.py.txt" },
      setUp: toPython("langgraph==1.2.22 langchain==1.4.7 langchain-openai"),
      expected: WITH_TOOL,
    },
  ],
  [
    "python-openai-agents",
    {
      files: { "agent.py": "python-openai-agents.py.txt" },
      setUp: toPython("openai-agents==0.24.0"),
      expected: WITH_TOOL,
    },
  ],
  [
    "python-pydantic-ai",
    {
      files: { "agent.py": "python-pydantic-ai.py.txt" },
      setUp: toPython("'pydantic-ai-slim[openai]==2.68.0'"),
      expected: WITH_TOOL,
    },
  ],
  [
    "python-openai",
    {
      files: { "agent.py": "python-openai.py.txt" },
      setUp: toPython("openai==3.54.0"),
      expected: "librarian completed, 2 model calls, 0 actions",
    },
  ],
  [
    "typescript-ai-sdk",
    {
      files: { "agent.mjs": "typescript-ai-sdk.mjs.txt" },
      setUp: toNode("ai@6.0.326 @ai-sdk/openai@3 zod@4"),
      expected: WITH_TOOL,
    },
  ],
  [
    "typescript-ai-sdk-7",
    {
      files: { "agent.mjs": "typescript-ai-sdk-7.mjs.txt" },
      setUp: toNode("ai@7.0.173 @ai-sdk/openai@4 zod@4"),
      needsNewNode: true,
      expected: WITH_TOOL,
    },
  ],
  [
    "typescript-mastra",
    {
      files: { "mastra.mjs": "typescript-mastra.mjs.txt" },
      setUp: toNode("@mastra/core@1.71.0 @ai-sdk/openai@3 zod@4"),
      needsNewNode: true,
      expected: WITH_TOOL,
    },
  ],
  [
    "typescript-langchain",
    {
      files: { "agent.mjs": "typescript-langchain.mjs.txt" },
      setUp: toNode("langchain@1.5.14 @langchain/core @langchain/openai zod@4"),
      expected: WITH_TOOL,
    },
  ],
  [
    "typescript-any",
    {
      files: { "agent.mjs": "typescript-any.mjs.txt" },
      setUp: toNode(""),
      expected: "librarian completed, 1 model calls, 0 actions",
    },
  ],
  [
    "java-spring-ai",
    {
      files: {
        "pom.xml": "java-spring-ai.xml.txt",
        "src/main/resources/application.properties": "java-spring-ai.properties.txt",
        "src/main/java/librarian/Librarian.java": "java-spring-ai.java.txt",
      },
      expected: "spring_ai chat_client completed, 2 model calls, 1 actions", // no agent has a name there
    },
  ],
  [
    "any",
    {
      files: { "agent.mjs": "any.mjs.txt" },
      setUp: toNode("@opentelemetry/exporter-trace-otlp-http@0.223.1 @opentelemetry/sdk-trace-node@2.12.1"),
      start: "node agent.mjs",
      expected: "librarian completed, 0 model calls, 0 actions; librarian completed, 0 model calls, 0 actions",
    },
  ],
  [
    "claude-code",
    {
      files: {},
      setUp: toAsking(
        "@anthropic-ai/claude-code@2.1.197",
        "claude",
        'env ANTHROPIC_BASE_URL="${OPENAI_BASE_URL%/v1}" ANTHROPIC_API_KEY=none CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 ' +
          'CLAUDE_CODE_OTEL_SHUTDOWN_TIMEOUT_MS=30000 ./node_modules/.bin/claude -p "Where is Moby-Dick?"',
      ),
      expected: "claude-code completed, 1 model calls, 0 actions",
    },
  ],
  [
    "codex",
    {
      files: { "~/.codex/config.toml": "codex.toml.txt" },
      setUp: toAsking(
        "@openai/codex@0.171.0",
        "codex",
        "./node_modules/.bin/codex exec --skip-git-repo-check -c model_provider=none -c model_providers.none.name=none " +
          '-c model_providers.none.base_url="$OPENAI_BASE_URL" -c model_providers.none.wire_api=responses ' +
          '-c model_providers.none.env_key=OPENAI_API_KEY "Where is Moby-Dick?" </dev/null',
      ),
      expected: "codex completed, 1 model calls, 0 actions",
    },
  ],
  [
    "gemini-cli",
    {
      files: { "~/.gemini/settings.json": "gemini-cli.json.txt" },
      setUp: toAsking(
        "@google/gemini-cli@0.61.0",
        "gemini",
        'env GOOGLE_GEMINI_BASE_URL="${OPENAI_BASE_URL%/v1}" GEMINI_API_KEY=none ./node_modules/.bin/gemini --skip-trust ' +
          '-m gemini-2.5-flash -p "Where is Moby-Dick?" </dev/null',
      ),
      expected: "gemini-cli completed, 1 model calls, 0 actions",
    },
  ],
  [
    "go",
    {
      files: { "main.go": "go.go.txt" },
      setUp: "go mod init librarian",
      expected: "librarian completed, 1 model calls, 0 actions",
    },
  ],
]);
