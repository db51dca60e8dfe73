import { useSignal } from "@preact/signals";
import type { AgentSummary } from "@runline/contract";
import { useEffect, useRef } from "preact/hooks";
import { formatCount } from "../format/format-count.ts";
import { formatAge } from "../format/format-time.ts";
import { findAgents, toFailedShare } from "../models/find-agents.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { useChoices } from "../ui/use-choices.ts";
import "./agent-picker.css";

/** The agents to choose from, and what is done with those that are chosen. */
export interface AgentPickerProps {
  agents: readonly AgentSummary[];
  names: ReadonlyMap<string, string>;
  chosen: readonly string[];
  /** Told of the agents whose runs are to be shown; of none for those of all. */
  onChoose: (agentIds: string[]) => void;
  onClose: () => void;
}

const LIST_ID = "agents-to-choose";
const KEYS_ID = "agent-keys";

/** A field to find agents by their name, and a list of them: Enter shows one alone, with Shift it is added or taken away. */
export function AgentPicker({ agents, names, chosen, onChoose, onClose }: AgentPickerProps) {
  const typed = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const found = findAgents(agents, names, typed.value);
  // The first line stands for all agents, while nothing is typed.
  const options: (AgentSummary | undefined)[] = typed.value === "" ? [undefined, ...found] : found;

  function choose(agent: AgentSummary | undefined, isAdded: boolean): void {
    if (!agent) onChoose([]);
    else if (!isAdded) onChoose([agent.agentId]);
    else if (chosen.includes(agent.agentId)) onChoose(chosen.filter((id) => id !== agent.agentId));
    else onChoose([...chosen, agent.agentId]);
    if (!isAdded) onClose();
  }

  const { activeIndex, toId, reset, keys } = useChoices(LIST_ID, options.length, (index, event) =>
    choose(options[index], event.shiftKey),
  );

  return (
    <div class="agent-picker">
      <label class="field">
        <Icon name="search" />
        <input
          ref={field}
          {...keys}
          aria-label="Find an agent"
          aria-describedby={KEYS_ID}
          placeholder={`Find one of ${formatCount(agents.length)} agents`}
          value={typed.value}
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value;
            reset();
          }}
        />
      </label>
      <p class="agent-line muted" aria-hidden="true">
        <span />
        <span>Agent</span>
        <span>Last seen</span>
        <span>Runs</span>
        <span>Failed lately</span>
      </p>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the lines of a select have no columns */}
      <div role="listbox" id={LIST_ID} aria-label="Agents" aria-multiselectable="true" class="agent-options">
        {options.map((agent, index) => {
          const isChosen = agent ? chosen.includes(agent.agentId) : chosen.length === 0;
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the keys and the focus
            <div
              key={agent?.agentId ?? "all"}
              id={toId(index)}
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the same
              role="option"
              aria-selected={isChosen}
              class={`agent-line${index === activeIndex ? " is-active" : ""}`}
              onClick={(event) => choose(agent, event.shiftKey)}
            >
              <span>{isChosen && <Icon name="check" size={12} />}</span>
              {agent ? (
                <AgentCells agent={agent} name={names.get(agent.agentId) ?? agent.name} />
              ) : (
                <span>All agents</span>
              )}
            </div>
          );
        })}
        {options.length === 0 && <p class="muted no-agent">No agent has this name.</p>}
      </div>
      <p id={KEYS_ID} class="agent-keys muted" aria-hidden="true">
        <kbd>Enter</kbd> only this <kbd>Shift Enter</kbd> add
      </p>
    </div>
  );
}

function AgentCells({ agent, name }: { agent: AgentSummary; name: string }) {
  const { recentRuns = 0, recentFailures = 0 } = agent;
  const share = toFailedShare(agent);
  return (
    <>
      <span class="agent-name">{name}</span>
      <span class="muted">
        <span class="visually-hidden">, seen </span>
        <RelativeTime at={agent.lastSeenAt} format={formatAge} />
        <span class="visually-hidden"> ago, </span>
      </span>
      <span class="agent-runs">
        {formatCount(agent.runs)}
        <span class="visually-hidden"> runs, </span>
      </span>
      <span class="failed-share" title={`${recentFailures} of the newest ${recentRuns} failed`}>
        <span class="failed-meter" style={{ "--share": share }} />
        <span class={share > 0 ? "error-text" : "muted"}>{Math.round(share * 100)} %</span>
        <span class="visually-hidden"> failed lately</span>
      </span>
    </>
  );
}
