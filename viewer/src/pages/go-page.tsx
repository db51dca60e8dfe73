import { useLocation, useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";
import type { Found } from "@runline/contract";
import { formatAbsoluteTime } from "../format/format-time.ts";
import { toFoundPath } from "../models/found-path.ts";
import { useFind } from "../models/run-queries.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";

const WORDS: Record<Found["kind"], string> = {
  run: "The run",
  message: "The run of the message",
  trace: "The trace",
  span: "The span",
  room: "The conversation of the room",
  user: "The runs of the user",
  agent: "The runs of the agent",
};

/** Goes to what an id names; where it names several things, to the first. Says so when it names nothing. */
export function GoPage() {
  const { params } = useRoute();
  const { anyId: id = "" } = params;
  const { route } = useLocation();
  const { data, error, refetch } = useFind(id);
  const [first] = data?.found ?? [];
  const path = first && toFoundPath(first, id);
  useEffect(() => {
    document.title = "Runline";
    if (path !== undefined) route(path, true);
  }, [path]);

  if (error) {
    return (
      <div class="page">
        <ErrorPanel title="This could not be looked for" error={error} onRetry={refetch} />
      </div>
    );
  }
  if (!data) return <output class="page muted">Looking for {id} …</output>;
  if (first && path !== undefined) {
    return (
      <p class="page">
        <a href={path}>{WORDS[first.kind]}</a>
      </p>
    );
  }
  return (
    <div class="page">
      <div class="panel">
        <h1>Nothing has this id</h1>
        <p>
          No run, message, trace, span, room, user or agent that was received is named <code>{id}</code>.
          {data.searchedTo !== undefined &&
            ` Spans were looked for in the newest runs, back to ${formatAbsoluteTime(data.searchedTo)}: open an older one by its trace.`}
        </p>
        <a href="/">Go to the runs</a>
      </div>
    </div>
  );
}
