import { cutText } from "@runline/contract";
import { reportProblem } from "../safely.ts";

type Secret = string | undefined;

/**
 * Texts that are never kept, or a function that lists them and is called whenever a text is about to be kept. What is no
 * longer than 5 characters is ignored: it would be found in ordinary words.
 */
export type SecretSource = readonly Secret[] | (() => Iterable<Secret>);

/** The first `maxChars` characters of a text (default: all) without secrets. A secret at the cut is replaced as a whole. */
export type TextFilter = (text: string, maxChars?: number) => string;

/** The filter for what is secret at this moment. */
export type SecretFilter = () => TextFilter;

const MASK = "[secret]";
/** What is no longer than this would be found in ordinary words. */
const MAX_HARMLESS_CHARS = 5;
/** When more are known than this and another comes, those that are gone are forgotten. */
const MAX_KNOWN = 1_000;
const SPECIAL = /[\\^$.*+?()[\]{}|/-]/g;

/**
 * Keeps secrets out of texts. A secret is found as it is, as it is written in JSON (also when that is a text in JSON again), and as it is written in an address. One
 * that has been replaced meanwhile still counts: a key that was rotated is often good for a while. When the source fails, no
 * text is shown at all.
 *
 * @example
 * const filter = createSecretFilter(["sk-12345"]);
 * filter()("401: invalid key sk-12345"); // "401: invalid key [secret]"
 */
export function createSecretFilter(source?: SecretSource): SecretFilter {
  let known = new Set<string>();
  let filter = createTextFilter(known);

  function learn(current: string[]): void {
    if (current.every((secret) => known.has(secret))) return;
    known = new Set(known.size > MAX_KNOWN ? current : [...known, ...current]);
    filter = createTextFilter(known);
  }

  return () => {
    try {
      const current = Array.from(listSecrets(source), (secret) => secret?.trim() ?? "");
      learn(current.filter((secret) => secret.length > MAX_HARMLESS_CHARS));
      return filter;
    } catch (error) {
      reportProblem("the secrets cannot be listed; no text is recorded as long as that is so.", error);
      return () => MASK;
    }
  };
}

/** What is secret at this moment. */
export function listSecrets(source: SecretSource = []): Iterable<string | undefined> {
  return typeof source === "function" ? source() : source;
}

/** The filter where nothing is secret. */
export function keepText(text: string, maxChars = text.length): string {
  return cutText(text, maxChars);
}

function createTextFilter(secrets: ReadonlySet<string>): TextFilter {
  // The longest first: another may be a part of it.
  const forms = [...new Set([...secrets].flatMap(toForms))].toSorted((a, b) => b.length - a.length);
  const [longest] = forms;
  if (longest === undefined) return keepText;
  const pattern = new RegExp(forms.map((form) => form.replace(SPECIAL, "\\$&")).join("|"), "g");

  return (text, maxChars = text.length) => {
    const seen = text.slice(0, maxChars + longest.length);
    let clean = "";
    let done = 0;
    pattern.lastIndex = 0;
    for (let found = pattern.exec(seen); found !== null && found.index < maxChars; found = pattern.exec(seen)) {
      if (found.index >= done) clean += seen.slice(done, found.index) + MASK;
      done = Math.max(done, found.index + found[0].length);
      // Not behind it: a secret that begins inside another ends elsewhere.
      pattern.lastIndex = found.index + 1;
    }
    return clean + cutText(seen, Math.max(done, maxChars)).slice(done);
  };
}

function toJsonForm(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function toForms(secret: string): string[] {
  const forms = [secret, toJsonForm(secret), toJsonForm(toJsonForm(secret))];
  try {
    forms.push(encodeURIComponent(secret));
  } catch {
    // Half a surrogate pair cannot be part of an address.
  }
  return forms;
}
