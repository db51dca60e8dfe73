/** Where rows stand, in px from the first one: all are of one height but for those that have a second line. */
export interface RowPlaces {
  totalHeight: number;
  toTop(index: number): number;
  toHeight(index: number): number;
  /** The row at a place; the last one for places behind all of them. */
  toIndex(top: number): number;
}

/** Rows and their height; `tall` are the places of those that are higher, by `extra`, in order. */
export interface RowSizes {
  count: number;
  rowHeight: number;
  tall?: readonly number[];
  extra?: number;
}

/** Computes places without going through all rows: few of them are tall. */
export function createRowPlaces({ count, rowHeight, tall = [], extra = 0 }: RowSizes): RowPlaces {
  const toTop = (index: number) => index * rowHeight + findFirst(tall.length, (at) => (tall[at] ?? 0) >= index) * extra;
  return {
    totalHeight: toTop(count),
    toTop,
    toHeight: (index) => toTop(index + 1) - toTop(index),
    toIndex: (top) =>
      Math.min(
        count - 1,
        findFirst(count, (index) => toTop(index + 1) > top),
      ),
  };
}

/** The first of so many numbers for which something holds that holds for all after it, too. */
function findFirst(count: number, holds: (index: number) => boolean): number {
  let [from, to] = [0, count];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
