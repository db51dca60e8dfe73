import { useRoute } from "preact-iso";
import { listLeftOut } from "./list-left-out.ts";
import "./left-out-note.css";

/** Says what of the address the list is not narrowed by, since it cannot be. */
export function LeftOutNote() {
  const leftOut = listLeftOut(useRoute().query);
  if (leftOut.length === 0) return null;
  return (
    <p class="left-out-note" role="note">
      Not all that the address asks for can be shown. Left out: {leftOut.join("; ")}.
    </p>
  );
}
