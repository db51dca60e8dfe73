import { SignOutButton } from "../ui/sign-out-button.tsx";
import { TurnedAwayNote } from "./turned-away-note.tsx";

/** What the header has when there is something to say: senders that were turned away, and the way out of a server with a token. */
export function HeaderNotes() {
  return (
    <>
      <TurnedAwayNote />
      <SignOutButton />
    </>
  );
}
