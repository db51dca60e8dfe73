import { useLocation } from "preact-iso";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { effect } from "@preact/signals";
import { createViewModel, type ViewModel } from "../models/create-view-model.ts";
import { fromPageView, toPageView } from "../models/page-view.ts";

/** Between two changes of the address, in ms: browsers refuse more than a hundred in some seconds, as a drag would make. */
const PAUSE_MS = 250;

/**
 * Keeps what a page shows and its address the same, whichever changes. The first change is in the address at once, those that follow it
 * closely a moment later; none makes a step of the browser's history.
 */
export function usePageAddress(): ViewModel {
  const { path, query, url, route } = useLocation();
  const model = useMemo(() => createViewModel(toPageView(query)), []);
  const written = useRef(url);
  const read = useRef(model.view.peek());
  useLayoutEffect(() => {
    if (url === written.current) return;
    written.current = url;
    read.current = toPageView(query);
    model.show(read.current);
  }, [url]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let writtenAt = -Infinity;
    const write = () => {
      timer = undefined;
      writtenAt = performance.now();
      const next = path + fromPageView(model.view.peek());
      if (next === written.current) return;
      written.current = next;
      route(next, true);
    };
    const stop = effect(() => {
      if (model.view.value === read.current || timer !== undefined) return;
      const wait = writtenAt + PAUSE_MS - performance.now();
      if (wait > 0) timer = setTimeout(write, wait);
      else write();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [path]);
  return model;
}
