import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { useApp } from "../models/app-context.ts";
import type { LiveModelState } from "../models/create-live-model.ts";
import type { Theme } from "../models/create-theme-model.ts";
import { Icon, type IconName } from "./icon.tsx";
import { PaletteButton } from "./palette-button.tsx";
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

/** The bar above every page: name, search over everything, notes, state of the live stream, theme. */
export function AppHeader({ children }: { children?: ComponentChildren }) {
  const { live, session, theme } = useApp();
  const { path } = useLocation();
  const look = THEME_LOOKS[theme.theme.value];
  const liveState = live.state.value;
  return (
    <header class="app-header">
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <a class="brand" href="/">
        <img src="/favicon.svg" alt="" width="18" height="18" />
        <span class="wordmark">Runline</span>
      </a>
      <nav class="app-nav" aria-label="Runline">
        <a href="/" aria-current={/^\/(rooms|steps|trace)/.test(path) ? undefined : "page"}>
          Runs
        </a>
        <a href="/rooms" aria-current={path.startsWith("/rooms") ? "page" : undefined}>
          Rooms
        </a>
        {/* The slowest model calls of the last hour, so that each is two clicks away. */}
        <a href="/steps?kind=model_call&range=1h" aria-current={path === "/steps" ? "page" : undefined}>
          Steps
        </a>
        <a href="/traces" aria-current={path === "/traces" ? "page" : undefined}>
          Traces
        </a>
      </nav>
      <span class="spacer" />
      {!session.isSignInNeeded.value && <PaletteButton />}
      {children}
      {liveState !== "off" && <output class={`live-state is-${liveState}`}>{LIVE_WORDS[liveState]}</output>}
      <button
        type="button"
        class="button quiet icon-only theme-button"
        aria-label={`Theme: ${look.word}. Change`}
        title={`Theme: ${look.word}`}
        onClick={() => theme.toggle()}
      >
        <Icon name={look.icon} size={16} />
      </button>
    </header>
  );
}
