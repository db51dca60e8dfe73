import { read } from "./read.ts";

/** How elizaOS writes an encrypted value: its initialization vector and the rest, in hexadecimal. */
const ENCRYPTED = /^[\da-f]{32}:[\da-f]+$/i;
const SECRET_NAME = /(?:KEY|TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIALS?)$/i;
/** What the system, the shell and npm put into every environment, and names of models. */
const ORDINARY_VARIABLE =
  /^(?:_|PATH|HOME|USER|LOGNAME|SHELL|(?:OLD)?PWD|INIT_CWD|LANG(?:UAGE)?|LC_\w+|TERM\w*|COLORTERM|TZ|HOST(?:NAME)?|TE?MP(?:DIR)?|EDITOR|PAGER|NODE|NODE_(?:ENV|PATH|OPTIONS)|NVM_\w+|npm_(?!config_\w*(?:auth|pass|token|key|otp|cert))\w+|XDG_\w+|LOG_LEVEL|\w+_MODEL)$/;
/** Secrets may come in groups, such as those of one platform. */
const MAX_DEPTH = 4;

/** What is read of a runtime. */
interface SecretHolder {
  readonly character: object;
  getSetting: (name: string) => unknown;
}

/**
 * Lists the secrets of a character as they are now: everything in `secrets` and `settings.secrets`, as it is kept and, when it
 * is encrypted, as `getSetting` gives it; and of the other settings those that are named like one. elizaOS can put its whole
 * environment there, of which ordinary variables are not secrets: `production` would be hidden from every text.
 */
export function createSecretList(runtime: SecretHolder, env: NodeJS.ProcessEnv = process.env): () => string[] {
  const decrypted = new Map<string, { from: string; text: string }>();

  function decrypt(name: string, from: string): string {
    const known = decrypted.get(name);
    if (known?.from === from) return known.text;
    const text = String(runtime.getSetting(name));
    decrypted.set(name, { from, text });
    return text;
  }

  function* listOf(name: string, value: unknown, depth: number): Generator<string> {
    if (typeof value === "string" || typeof value === "number") {
      const text = String(value);
      if (text === env[name] && ORDINARY_VARIABLE.test(name)) return;
      yield text;
      if (ENCRYPTED.test(text)) yield decrypt(name, text);
    } else if (typeof value === "object" && value !== null && depth > 0) {
      for (const [key, member] of Object.entries(value)) yield* listOf(key, member, depth - 1);
    }
  }

  return () => {
    const settings = read(runtime, "character", "settings");
    const named = Object.entries(settings ?? {}).filter(([name]) => SECRET_NAME.test(name));
    return [
      ...listOf("secrets", read(runtime, "character", "secrets"), MAX_DEPTH),
      ...listOf("settings.secrets", read(settings, "secrets"), MAX_DEPTH),
      ...listOf("settings", Object.fromEntries(named), 1),
    ];
  };
}
