/** Brings a run of the conversation to the top of what is seen, and gives its line the focus. */
export function showRoomRun(section: Element | null | undefined): void {
  section?.scrollIntoView();
  section?.querySelector("a")?.focus({ preventScroll: true });
}

/** Goes from the run with the focus, or else the one at the top of the scroller, to the next one or the one before. */
export function stepThroughRoom(scroller: HTMLElement, step: 1 | -1): void {
  const sections = [...scroller.querySelectorAll(".room-run")];
  const { top } = scroller.getBoundingClientRect();
  const focused = sections.findIndex((section) => section.contains(document.activeElement));
  // The line of a run that is at the top may begin some px above it.
  const seen = sections.findIndex((section) => section.getBoundingClientRect().bottom > top + 1);
  showRoomRun(sections[(focused === -1 ? seen : focused) + step]);
}
