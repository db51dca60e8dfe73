import { useLocation } from "preact-iso";
import { formatAgent } from "../format/format-agent.ts";
import { useApp } from "../models/app-context.ts";
import type { LiveModelState } from "../models/create-live-model.ts";
import type { Theme } from "../models/create-theme-model.ts";
import { useListAgents } from "../models/run-queries.ts";
import { Icon, type IconName } from "./icon.tsx";
import "./app-header.css";

const LIVE_WORDS: Record<Exclude<LiveModelState, "off">, string> = {
  connecting: "Connecting",
  live: "Live",
  waiting: "Reconnecting",
  unauthorized: "Signed out",
};

const THEME_LOOKS: Record<Theme, { icon: IconName; word: string }> = {
  system: { icon: "system", word: "system" },
  light: { icon: "sun", word: "light" },
  dark: { icon: "moon", word: "dark" },
};

/** The live stream is that of one agent, so a new agent is heard of by asking. */
const AGENTS_POLL_MS = 15_000;

/** The bar above every page: name, agent, state of the live stream, theme. */
export function AppHeader({ agentId }: { agentId: string | undefined }) {
  const { live, session, theme } = useApp();
  const { route } = useLocation();
  const agents = useListAgents({ enabled: !session.isSignInNeeded.value, pollMs: AGENTS_POLL_MS }).data?.agents ?? [];
  const look = THEME_LOOKS[theme.theme.value];
  const liveState = live.state.value;
  const isKnown = agents.some((agent) => agent.agentId === agentId);
  return (
    <header class="app-header">
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <a class="brand" href="/">
        <img src="/favicon.svg" alt="" width="18" height="18" />
        Runline
      </a>
      {agents.length > 0 && (
        <select
          class="select agent-select"
          aria-label="Agent"
          value={agentId ?? ""}
          onChange={(event) => route(`/${event.currentTarget.value}`)}
        >
          {!isKnown && (
            <option value={agentId ?? ""}>{agentId === undefined ? "Choose an agent" : "Unknown agent"}</option>
          )}
          {agents.map((agent) => (
            <option key={agent.agentId} value={agent.agentId}>
              {formatAgent(agent, agents)}
            </option>
          ))}
        </select>
      )}
      <span class="spacer" />
      {liveState !== "off" && <output class={`live-state is-${liveState}`}>{LIVE_WORDS[liveState]}</output>}
      <button
        type="button"
        class="button quiet icon-only"
        aria-label={`Theme: ${look.word}. Change`}
        title={`Theme: ${look.word}`}
        onClick={() => theme.toggle()}
      >
        <Icon name={look.icon} size={16} />
      </button>
    </header>
  );
}
