import { Icon } from "./icon.tsx";

/** Closes the part of the page that it stands in, as Esc does. `label` says what that is. */
export function CloseButton({ label, title, onClose }: { label: string; title: string; onClose: () => void }) {
  return (
    <button type="button" class="button quiet icon-only" aria-label={label} title={`${title} (Esc)`} onClick={onClose}>
      <Icon name="close" />
    </button>
  );
}
