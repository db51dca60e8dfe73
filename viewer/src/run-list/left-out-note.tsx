import "./left-out-note.css";

/** Says what of the address its page is not narrowed by, since it cannot be: nothing where `leftOut` is empty. */
export function LeftOutNote({ leftOut }: { leftOut: readonly string[] }) {
  if (leftOut.length === 0) return null;
  return (
    <p class="left-out-note" role="note">
      Not all that the address asks for can be shown. Left out: {leftOut.join("; ")}.
    </p>
  );
}
