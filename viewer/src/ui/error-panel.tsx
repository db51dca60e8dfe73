/** Says what could not be loaded and offers to try again. */
export function ErrorPanel({ title, error, onRetry }: { title: string; error: Error; onRetry: () => void }) {
  return (
    <div class="panel is-error" role="alert">
      <h2>{title}</h2>
      <p>{error.message}</p>
      <button type="button" class="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
