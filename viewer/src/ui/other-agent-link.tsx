import type { OtherAgent } from "@runline/contract";
import { toRunPath } from "../models/run-path.ts";
import { Shape } from "./shape.tsx";
import "./marks.css";

const ARROW = "M5.5 3h7.5v7.5h-1.7V5.9L4.2 13 3 11.8l7.1-7.1H5.5Z";

/** Leads to the run of another agent that has its part in what is shown. A row that is called like the agent says so once. */
export function OtherAgentLink({ agent, rowLabel }: { agent: OtherAgent; rowLabel?: string }) {
  const isInRow = rowLabel !== undefined;
  return (
    <a
      class="other-agent"
      href={toRunPath(agent)}
      title={`Run of ${agent.name}: open it`}
      // The keys of a row are those of the grid; the drawer has the same link for them.
      tabIndex={isInRow ? -1 : undefined}
    >
      <Shape path={ARROW} size={12} />
      {rowLabel === agent.name ? "its run" : agent.name}
    </a>
  );
}
