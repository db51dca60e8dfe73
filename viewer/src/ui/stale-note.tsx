/** What is shown, and why it is not the newest. */
interface StaleNoteProps {
  /** @example "This list is" */
  what: string;
  error: Error | null | undefined;
}

/** Says why what is shown is not the newest; nothing while it is. */
export function StaleNote({ what, error }: StaleNoteProps) {
  if (!error) return null;
  return (
    <p class="error-text stale-note" role="alert">
      {what} not up to date: {error.message}
    </p>
  );
}
