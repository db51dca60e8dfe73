import { LOST_RUN_REASON, STATUS_WORDS, type ShownStatus } from "../format/format-status.ts";
import { Icon } from "./icon.tsx";
import "./status-badge.css";

/** Status of a run as icon, word and colour, so that no colour stands alone. */
export function StatusBadge({ status }: { status: ShownStatus }) {
  return (
    <span class={`status-badge status-${status}`} title={status === "lost" ? `Lost: ${LOST_RUN_REASON}` : undefined}>
      <Icon name={status} size={12} />
      {STATUS_WORDS[status]}
    </span>
  );
}
