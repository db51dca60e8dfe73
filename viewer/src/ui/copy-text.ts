/**
 * Copies a text.
 *
 * @returns whether the browser allows that: plain HTTP on another host is not a secure context, and has no clipboard at all
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
