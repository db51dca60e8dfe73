/** An agent that a recipe is tried with. */
export interface RecipeAgent {
  /** In `agents/`, with a mark for each block of lines that a recipe has for a file. */
  template: string;
  /** What it is called where it runs. */
  file: string;
  /** What the agent itself needs, which who has such an agent has already. */
  setUp?: string;
  /** Starts it, where the recipe leaves that to its reader. */
  start?: string;
  /** What becomes of it in Runline. */
  expected: string;
}

const toPython = (packages: string) => `python3 -m venv .venv && pip install --quiet ${packages}`;
const toNode = (packages: string) => `npm init -y >/dev/null && npm install --no-audit --no-fund ${packages}`;

const WITH_TOOL = "librarian completed, 2 model calls, 1 actions";

/** By the id of the recipe. */
export const AGENTS: ReadonlyMap<string, RecipeAgent> = new Map([
  [
    "python-langgraph",
    {
      template: "python-langgraph.py.txt",
      file: "agent.py",
      setUp: toPython("langgraph==1.2.22 langchain==1.4.7 langchain-openai"),
      expected: WITH_TOOL,
    },
  ],
  [
    "python-openai-agents",
    {
      template: "python-openai-agents.py.txt",
      file: "agent.py",
      setUp: toPython("openai-agents==0.24.0"),
      expected: WITH_TOOL,
    },
  ],
  [
    "python-pydantic-ai",
    {
      template: "python-pydantic-ai.py.txt",
      file: "agent.py",
      setUp: toPython("'pydantic-ai-slim[openai]==2.68.0'"),
      expected: WITH_TOOL,
    },
  ],
  [
    "python-openai",
    {
      template: "python-openai.py.txt",
      file: "agent.py",
      setUp: toPython("openai==3.54.0"),
      expected: "librarian completed, 2 model calls, 0 actions",
    },
  ],
  [
    "typescript-ai-sdk",
    {
      template: "typescript-ai-sdk.mjs.txt",
      file: "agent.mjs",
      setUp: toNode("ai@6.0.326 @ai-sdk/openai@3 zod@4"),
      expected: WITH_TOOL,
    },
  ],
  [
    "typescript-langchain",
    {
      template: "typescript-langchain.mjs.txt",
      file: "agent.mjs",
      setUp: toNode("langchain@1.5.14 @langchain/core @langchain/openai zod@4"),
      expected: WITH_TOOL,
    },
  ],
  [
    "typescript-any",
    {
      template: "typescript-any.mjs.txt",
      file: "agent.mjs",
      setUp: toNode(""),
      expected: "librarian completed, 1 model calls, 0 actions",
    },
  ],
  [
    "any",
    {
      template: "any.mjs.txt",
      file: "agent.mjs",
      setUp: toNode("@opentelemetry/exporter-trace-otlp-http@0.223.1 @opentelemetry/sdk-trace-node@2.12.1"),
      start: "node agent.mjs",
      expected: "librarian completed, 0 model calls, 0 actions; librarian completed, 0 model calls, 0 actions",
    },
  ],
  [
    "go",
    {
      template: "go.go.txt",
      file: "main.go",
      setUp: "go mod init librarian",
      expected: "librarian completed, 1 model calls, 0 actions",
    },
  ],
]);
