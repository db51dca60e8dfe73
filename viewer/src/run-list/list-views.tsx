import { useApp } from "../models/app-context.ts";
import { dropFromFilter, fromListFilter, type ListFilter } from "../models/list-filter.ts";
import { Icon } from "../ui/icon.tsx";
import { Popover } from "../ui/popover.tsx";
import { lazy } from "../ui/lazy.tsx";
import "./list-views.css";

const SaveViewForm = lazy(() => import("./save-view-form.tsx").then((module) => module.SaveViewForm));

const FAILED: ListFilter = { group: "cause" };

/** Lists by name: all runs, those that failed by their cause, and what somebody has saved in this browser. */
export function ListViews({ filter }: { filter: ListFilter }) {
  const { views } = useApp();
  const query = fromListFilter(dropFromFilter(filter, "cursor"));
  const saved = views.views.value;
  const isSaved = query === "" || query === fromListFilter(FAILED) || saved.some((view) => view.query === query);
  return (
    <nav class="list-views" aria-label="Views">
      <View name="All runs" query="" current={query} />
      <View name="Failed" query={fromListFilter(FAILED)} current={query} />
      {saved.map((view) => (
        <span key={view.name} class="saved-view">
          <View {...view} current={query} />
          {view.query === query && (
            <button type="button" aria-label={`Remove ${view.name}`} onClick={() => views.remove(view.name)}>
              <Icon name="close" size={12} />
            </button>
          )}
        </span>
      ))}
      {!isSaved && (
        <Popover
          label="Save view"
          face={
            <>
              <Icon name="plus" size={12} />
              Save view
            </>
          }
        >
          {(close) => (
            <SaveViewForm
              onSave={(name) => {
                const isKept = views.save({ name, query });
                if (isKept) close();
                return isKept;
              }}
            />
          )}
        </Popover>
      )}
    </nav>
  );
}

function View({ name, query, current }: { name: string; query: string; current: string }) {
  return (
    <a href={`/${query}`} aria-current={query === current ? "page" : undefined}>
      {name}
    </a>
  );
}
