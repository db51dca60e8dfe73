/** Shown for an address that leads nowhere. */
export function NotFoundPage({ message = "There is no page at this address." }: { message?: string }) {
  return (
    <div class="page">
      <div class="panel">
        <h1>Not found</h1>
        <p>{message}</p>
        <a href="/">Go to the runs</a>
      </div>
    </div>
  );
}
