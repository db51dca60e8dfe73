import type { RunSummary } from "@runline/contract";

/** Shown for a run of which nothing that was said is stored: that is so until an agent is told to send it. */
export function NoMessages({ run }: { run: RunSummary }) {
  return (
    <div class="messages-note no-messages">
      <h2>No messages {run.status === "started" ? "so far" : "were captured"}</h2>
      <p>
        Agents send what is said in a run only when they are told to. Set{" "}
        <code>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true</code> where the agent runs and start it again.
        The Runline plugin of elizaOS also takes <code>captureContent: true</code> in its options; other
        instrumentations may have a switch of their own.
      </p>
      <p class="muted">Runs from then on have their messages here. Prompts may hold what people wrote.</p>
    </div>
  );
}
