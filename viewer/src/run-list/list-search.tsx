import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { isId } from "../models/is-id.ts";
import { Icon } from "../ui/icon.tsx";

/** What stands in the field when nobody types, and who is told what is searched for. */
interface ListSearchProps {
  text: string;
  onSearch: (text: string) => void;
}

/** Searches at Enter, or goes to an id; one that is pasted is gone to at once. */
export function ListSearch({ text, onSearch }: ListSearchProps) {
  const { route } = useLocation();
  const typed = useSignal(text);
  useEffect(() => {
    typed.value = text;
  }, [text]);
  return (
    <form
      class="field list-search"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = typed.value.trim();
        if (isId(wanted)) route(`/go/${wanted}`);
        else onSearch(wanted);
      }}
    >
      <Icon name="search" />
      <input
        type="search"
        name="text"
        aria-label="Search the runs"
        placeholder="Search message, error or cause, or paste an id"
        value={typed.value}
        onInput={({ currentTarget, inputType }) => {
          typed.value = currentTarget.value;
          const pasted = typed.value.trim();
          if (inputType === "insertFromPaste" && isId(pasted)) route(`/go/${pasted}`);
          else if (pasted === "" && text !== "") onSearch("");
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}
