/**
 * Keeps a value in this browser, or forgets it where there is none.
 *
 * @returns whether that worked: a browser may have no room left, or keep nothing at all
 */
export function writeStorage(storage: Storage, key: string, value: string | undefined): boolean {
  try {
    if (value === undefined) storage.removeItem(key);
    else storage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
