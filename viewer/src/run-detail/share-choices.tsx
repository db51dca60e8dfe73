import type { RunSummary } from "@runline/contract";
import { formatChatLine } from "../format/format-chat-line.ts";
import { useApp } from "../models/app-context.ts";
import type { ViewModel } from "../models/create-view-model.ts";
import { toPageLink } from "../models/page-link.ts";
import { toWholeTracePath } from "../models/page-view.ts";
import { useSettings } from "../models/settings-queries.ts";
import { toCurl, toExportPath } from "../models/run-addresses.ts";
import { Icon } from "../ui/icon.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { CopyLink } from "../ui/copy-link.tsx";

/** The ways themselves, each for its purpose. */
export function ShareChoices({ run, page }: { run: RunSummary; page: ViewModel }) {
  const { basePath } = useApp();
  const needsToken = useSettings().data?.needsToken ?? false;
  return (
    <div class="share-choices">
      <CopyLink label="Copy the link to this page" page={page} />
      <CopyButton
        text={() => formatChatLine(run, toPageLink(page, window.location))}
        label="Copy what happened in one line, for a chat"
      >
        Copy as one line
      </CopyButton>
      <CopyButton
        text={() => toCurl(run, window.location.origin + basePath, needsToken)}
        label="Copy the command that asks for the run"
      >
        Copy as curl
      </CopyButton>
      <CopyButton text={() => JSON.stringify(run, null, 2)} label="Copy the summary of the run as JSON">
        Copy as JSON
      </CopyButton>
      <a
        class="button quiet"
        href={toExportPath(run)}
        download
        title="What has ended of its spans, without log records, as OTLP: any Runline takes the file"
      >
        <Icon name="download" />
        Download
      </a>
      {run.traceId !== undefined && (
        <a
          class="button quiet"
          href={toWholeTracePath(run.traceId)}
          title="All spans of its trace, also those beside the run"
        >
          Whole trace
        </a>
      )}
    </div>
  );
}
