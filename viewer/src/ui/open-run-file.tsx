import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { useApp } from "../models/app-context.ts";
import { openRunFile } from "../models/open-run-file.ts";
import { Icon } from "./icon.tsx";
import "./open-run-file.css";

/** Opens the file of a run that somebody has downloaded: chosen here, or dropped anywhere on the page. */
export function OpenRunFile() {
  const { basePath } = useApp();
  const { route } = useLocation();
  const state = useSignal<"idle" | "over" | "sending">("idle");
  const error = useSignal("");

  const open = async (file: Blob | undefined) => {
    state.value = "idle";
    if (!file) return;
    state.value = "sending";
    error.value = "";
    try {
      route(await openRunFile(basePath, file));
    } catch (reason) {
      error.value = reason instanceof Error ? reason.message : String(reason);
      state.value = "idle";
    }
  };
  useEffect(() => {
    const listen = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      if (event.type === "drop") void open(event.dataTransfer.files[0]);
      else state.value = event.type === "dragleave" && event.relatedTarget === null ? "idle" : "over";
    };
    const types = ["dragover", "dragleave", "drop"] as const;
    for (const type of types) document.addEventListener(type, listen);
    return () => {
      for (const type of types) document.removeEventListener(type, listen);
    };
  }, []);

  return (
    <div class="open-run-file">
      <label class="button quiet">
        <Icon name="plus" />
        Open a run from a file
        <input
          type="file"
          class="visually-hidden"
          accept=".json,application/json"
          onChange={({ currentTarget }) => {
            void open(currentTarget.files?.[0]);
            currentTarget.value = ""; // the same file may be chosen again
          }}
        />
      </label>
      <output class="muted">{state.value === "sending" && "Sending the file…"}</output>
      {error.value !== "" && (
        <p class="error-text" role="alert">
          {error.value}
        </p>
      )}
      {state.value === "over" && <p class="drop-place">Drop the file of a run to open it</p>}
    </div>
  );
}
