import { useApp } from "../models/app-context.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { TracesNote } from "./traces-note.tsx";
import { SCROLLABLE } from "../ui/scrollable.ts";
import "./first-run-guide.css";

const PACK = "npm pack --silent -w contract -w instrumentation";
const INSTALL = "npm install CLONE/runline-contract-0.1.0.tgz CLONE/runline-instrumentation-0.1.0.tgz";

const CHARACTER = `export const character = {
  name: "My agent",
  plugins: ["@elizaos/plugin-bootstrap", "@runline/instrumentation/elizaos"],
};`;

const RUNTIME = `import { runlinePlugin } from "@runline/instrumentation/elizaos";

new AgentRuntime({ character, plugins: [bootstrapPlugin, runlinePlugin] });`;

/** The empty state: how to send the first run. The page that shows it goes on by itself when one comes. */
export function FirstRunGuide() {
  const { session } = useApp();
  const { origin } = window.location;
  const hasToken = session.credentials.value.token !== undefined;
  return (
    <div class="page">
      <div class="first-run-guide">
        <h1>Send your first run</h1>
        <output class="muted">
          <span class="waiting-dot" aria-hidden="true" /> Waiting for a run at {origin}. This page opens it by itself.
        </output>
        <TracesNote />
        {hasToken && (
          <section>
            <h2>With the token of this server</h2>
            <p class="muted">Every agent sends it along, the example too; put it in the place of TOKEN:</p>
            <Command
              text="export OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20TOKEN"
              label="Copy the variable for the token"
            />
          </section>
        )}
        <section>
          <h2>Just looking?</h2>
          <p class="muted">Let an example agent send a run, in another terminal, in Runline's folder:</p>
          <Command text={toExampleCommand(origin)} label="Copy the command of the example" />
        </section>
        <section>
          <h2>An elizaOS agent</h2>
          <p class="muted">The package is not in the npm registry yet. Make it in Runline's folder:</p>
          <Command text={PACK} label="Copy the command that makes the package" />
          <p class="muted">Install it in your agent's, with Runline's folder in the place of CLONE:</p>
          <Command text={INSTALL} label="Copy the command that installs the package" />
          <p class="muted">Add the plugin to your character, by its name:</p>
          <Command text={CHARACTER} label="Copy the character" />
          <p class="muted">Or to the runtime or project agent that you make yourself, as an object:</p>
          <Command text={RUNTIME} label="Copy the plugin code" />
        </section>
        <section>
          <h2>Any agent with OpenTelemetry</h2>
          <p class="muted">Point its OTLP/HTTP exporter here; GenAI spans become runs:</p>
          <Command text={`export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}`} label="Copy the environment variable" />
        </section>
      </div>
    </div>
  );
}

/** Where exporters send to when they are told nothing. */
const DEFAULT_ORIGINS = ["http://127.0.0.1:4318", "http://localhost:4318"];

function toExampleCommand(origin: string): string {
  const example = "node examples/any-agent.mjs";
  return DEFAULT_ORIGINS.includes(origin) ? example : `OTEL_EXPORTER_OTLP_ENDPOINT=${origin} ${example}`;
}

function Command({ text, label }: { text: string; label: string }) {
  return (
    <div class="with-copy">
      <pre class="code-block" {...SCROLLABLE}>
        {text}
      </pre>
      <CopyButton text={text} label={label} />
    </div>
  );
}
