import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { WaterfallModel } from "./create-waterfall-model.ts";
import { queryKeys } from "./query-keys.ts";
import type { SpansOwner } from "./span-queries.ts";
import { useQuery } from "./use-query.ts";

/** What was sent of spans is searched when nobody has typed for this long, in ms, and only for a text of this many characters. */
const PAUSE_MS = 100;
const MIN_CHARACTERS = 3;

/** How far the search through what was sent of the spans is. */
export type ContentSearch = "off" | "searching" | "done" | "cut" | "failed";

/** What is searched, so many spans at this moment, and the model that takes what is found. */
export interface ContentSearchOptions {
  owner: SpansOwner;
  count: number;
  model: WaterfallModel;
}

/** Searches what the rows do not show, which the page does not have, for the text of the search. What is found are matches like those of rows. */
export function useContentSearch({ owner, count, model }: ContentSearchOptions): ContentSearch {
  const typed = model.search.value.trim();
  const text = useSignal("");
  useEffect(() => {
    const timer = setTimeout(() => (text.value = typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const isOn = typed.length >= MIN_CHARACTERS;
  const enabled = isOn && text.value === typed;
  const { data, error } = useQuery(
    "runId" in owner
      ? {
          enabled,
          queryKey: [...queryKeys.run(owner.agentId, owner.runId), "search", typed],
          call: (runs, signal) => runs.searchRunSpans(owner.agentId, owner.runId, typed, { signal }),
        }
      : {
          enabled,
          queryKey: [...queryKeys.trace(owner.traceId), "search", typed, count], // no event tells that spans have come
          call: (runs, signal) => runs.searchTraceSpans(owner.traceId, typed, { signal }),
        },
  );
  const found = isOn ? data?.spanIds : undefined;
  useEffect(() => model.setFoundInContent(found ?? []), [found]);
  if (!isOn) return "off";
  if (error) return "failed";
  if (!data) return "searching";
  return data.isCut ? "cut" : "done";
}
