import { toWhere, type Recipe } from "./recipe.ts";

const toInstall = (instrumentation: string) => ({
  does: "Install",
  lines: `pip install opentelemetry-distro==0.66b2 \\
  opentelemetry-exporter-otlp-proto-http==1.45.2 \\
  ${instrumentation}`,
});

const START = {
  does: "Start your agent as usual, with this in front",
  lines: "opentelemetry-instrument python agent.py",
};

const OPENINFERENCE_CONTENT =
  "Prompts and answers are sent, too. OPENINFERENCE_HIDE_INPUTS=true and OPENINFERENCE_HIDE_OUTPUTS=true keep them back.";

export const PYTHON_RECIPES: readonly Recipe[] = [
  {
    id: "python-langgraph",
    language: "Python",
    framework: "LangGraph, LangChain",
    steps: [toInstall("openinference-instrumentation-langchain==0.1.80"), toWhere("librarian"), START],
    content: OPENINFERENCE_CONTENT,
    runWith: "Python 3.11, langgraph 1.2.22, langchain 1.4.7",
  },
  {
    id: "python-openai-agents",
    language: "Python",
    framework: "OpenAI Agents",
    steps: [toInstall("openinference-instrumentation-openai-agents==2.6.0"), toWhere("librarian"), START],
    content: OPENINFERENCE_CONTENT,
    runWith: "Python 3.11, openai-agents 0.24.0",
  },
  {
    id: "python-pydantic-ai",
    language: "Python",
    framework: "Pydantic AI",
    steps: [
      { does: "Install", lines: "pip install logfire==5.2.0" },
      toWhere("librarian"),
      {
        does: "Put this in front of your agent",
        file: "agent.py",
        lines: `import logfire

logfire.configure(send_to_logfire=False, console=False)
logfire.instrument_pydantic_ai()`,
      },
      { does: "Start it as usual", lines: "python agent.py" },
    ],
    content: "Prompts and answers are sent, too. instrument_pydantic_ai(include_content=False) keeps them back.",
    runWith: "Python 3.11, pydantic-ai-slim 2.68.0",
  },
  {
    id: "python-openai",
    language: "Python",
    framework: "A loop of your own around OpenAI",
    steps: [
      toInstall("openinference-instrumentation-openai==0.1.66"),
      toWhere("librarian"),
      {
        does: "Put one span around each question: without it, each call of the model is a run of its own",
        file: "agent.py",
        lines: `from opentelemetry import trace

tracer = trace.get_tracer("librarian")
agent = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "librarian"}

with tracer.start_as_current_span("invoke_agent librarian", attributes=agent):
    answer(question)  # your loop`,
      },
      START,
    ],
    content: OPENINFERENCE_CONTENT,
    runWith: "Python 3.11, openai 3.54.0",
  },
];
