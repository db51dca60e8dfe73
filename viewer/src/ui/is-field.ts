/** Whether the target of a key is a field, which has a use for keys of its own; a slider is none. */
export function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type !== "range");
}
