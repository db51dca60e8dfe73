/** The addresses before and after one in a list. */
export interface Neighbours {
  previous: string | undefined;
  next: string | undefined;
}

/** The neighbours of an address in the list that one came from; none when one did not come from a list. */
export function findNeighbours(listed: readonly string[], path: string): Neighbours {
  const place = listed.indexOf(path);
  return place === -1
    ? { previous: undefined, next: undefined }
    : { previous: listed[place - 1], next: listed[place + 1] };
}
