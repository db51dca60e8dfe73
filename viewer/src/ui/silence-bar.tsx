import { formatTimeOfDay } from "../format/format-time.ts";
import { useApp } from "../models/app-context.ts";
import { Icon } from "./icon.tsx";
import "./silence-bar.css";

/** Says since when the server cannot be heard: what is shown is from then. Empty while it can. */
export function SilenceBar() {
  const { live } = useApp();
  const since = live.silentSince.value;
  if (since === undefined) return null;
  return (
    <div class="silence-bar" role="alert">
      <Icon name="timeout" />
      <span>
        <b>
          No answer from {window.location.origin} since {formatTimeOfDay(since)}.
        </b>{" "}
        Is Runline running? What you see is from then; it comes up to date by itself.
      </span>
      <button type="button" class="button" onClick={() => live.reconnect()}>
        Try now
      </button>
    </div>
  );
}
