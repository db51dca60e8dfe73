/**
 * Where a key leads from one of several controls that are one stop of the Tab key, round at both ends; `undefined` for any other key.
 *
 * @example toNextPlace("ArrowLeft", 0, 4) // 3
 */
export function toNextPlace(key: string, place: number, count: number): number | undefined {
  switch (key) {
    case "ArrowRight":
      return (place + 1) % count;
    case "ArrowLeft":
      return (place + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
