/**
 * Whether the process runs. Only "no such process" means that it does not: another user's refuses the question (EPERM) and
 * lives, and after any other failure nobody knows, so that what belongs to the process has to be left alone.
 */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
