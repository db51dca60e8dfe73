import { ag2 } from "./ag2.ts";
import { agentOps } from "./agentops.ts";
import { anthropic } from "./anthropic.ts";
import { braintrust } from "./braintrust.ts";
import { claudeCode } from "./claude-code.ts";
import { claudeCodeEvents } from "./claude-code-events.ts";
import { codex } from "./codex.ts";
import type { Convention } from "./convention.ts";
import { crewAi } from "./crewai.ts";
import { evaluation } from "./evaluation.ts";
import { geminiCli } from "./gemini-cli.ts";
import { geminiCliEvents } from "./gemini-cli-events.ts";
import { genAi } from "./gen-ai.ts";
import { genAiOlder } from "./gen-ai-older.ts";
import { general } from "./general.ts";
import { genkit } from "./genkit.ts";
import { googleAdk } from "./google-adk.ts";
import { haystack } from "./haystack.ts";
import { honeyHive } from "./honeyhive.ts";
import { laminar } from "./laminar.ts";
import { langfuse } from "./langfuse.ts";
import { langsmith } from "./langsmith.ts";
import { langWatch } from "./langwatch.ts";
import { litellm } from "./litellm.ts";
import { livekit } from "./livekit.ts";
import { llamaIndex } from "./llamaindex.ts";
import { logfire } from "./logfire.ts";
import { logfireCalls } from "./logfire-calls.ts";
import { mastra } from "./mastra.ts";
import { mcp } from "./mcp.ts";
import { mlflow } from "./mlflow.ts";
import { monocle } from "./monocle.ts";
import { n8n } from "./n8n.ts";
import { openinference } from "./openinference.ts";
import { openLit } from "./openlit.ts";
import { pause } from "./pause.ts";
import { partialSpan } from "./partial-span.ts";
import { pipecat } from "./pipecat.ts";
import { pydanticAi } from "./pydantic-ai.ts";
import { quarkus } from "./quarkus.ts";
import { runline } from "./runline.ts";
import { springAi } from "./spring-ai.ts";
import { traceloop } from "./traceloop.ts";
import { traceAi } from "./traceai.ts";
import { vercelAi } from "./vercel-ai.ts";
import { voltAgent } from "./voltagent.ts";

/**
 * In the order in which they are asked. Spans often carry the marks of several; the more special one comes first, since
 * Langfuse, for one, keeps its own type and lets `gen_ai` say something coarser.
 */
export const CONVENTIONS: readonly Convention[] = [
  runline,
  evaluation,
  pause,
  partialSpan,
  logfire,
  logfireCalls,
  pydanticAi,
  langfuse,
  crewAi,
  openinference,
  claudeCode,
  claudeCodeEvents,
  codex,
  geminiCliEvents,
  geminiCli,
  springAi,
  agentOps,
  braintrust,
  laminar,
  langWatch,
  honeyHive,
  monocle,
  ag2,
  voltAgent,
  anthropic,
  litellm,
  livekit,
  pipecat,
  mcp,
  genkit,
  googleAdk,
  haystack,
  llamaIndex,
  quarkus,
  n8n,
  mastra,
  openLit,
  traceAi,
  genAi,
  traceloop,
  vercelAi,
  mlflow,
  langsmith,
  genAiOlder,
  general,
];
