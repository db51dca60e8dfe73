import { Icon } from "../ui/icon.tsx";

/** Whether what is inside a row is shown; `undefined` for a row with nothing inside. */
interface FoldButtonProps {
  isOpen: boolean | undefined;
  onToggle: () => void;
}

/** Opens and closes a row by a click. */
export function FoldButton({ isOpen, onToggle }: FoldButtonProps) {
  if (isOpen === undefined) return <span class="fold" />;
  return (
    // The row says whether it is open, and the arrows open it: a name of its own would come before that of the row.
    <button
      type="button"
      class={isOpen ? "fold is-open" : "fold"}
      tabIndex={-1}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <Icon name="chevron" size={12} />
    </button>
  );
}
