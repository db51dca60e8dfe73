/** The part of the package that is used; it brings no types of its own. */
declare module "fs-native-extensions" {
  /**
   * Takes the whole file for this process if nobody has it, and says whether it did. The kernel keeps the lock until the
   * descriptor is closed, at the latest when the process ends.
   */
  export function tryLock(fd: number): boolean;
}
