import { LINK_FIELDS, type LinkTemplate } from "@runline/contract";
import { ConfigError } from "../process/config-error.ts";

const MAX_LINKS = 20;
const MAX_NAME_LENGTH = 40;
const MAX_URL_LENGTH = 4_000;

/**
 * Reads links out of Runline, each as `name=address`. The host may have no field: what a sender calls its service would else decide
 * where a click leads.
 *
 * @param texts - of the flag, one each
 * @param variable - of the environment, several with white space between them
 * @throws ConfigError for an address that is none of http or https, and for a field that is not known
 * @example parseLinks(["Jaeger=http://127.0.0.1:16686/trace/{traceId}"], undefined)
 */
export function parseLinks(texts: readonly string[] | undefined, variable: string | undefined): LinkTemplate[] {
  const given = texts ?? (variable ?? "").split(/\s+/).filter((text) => text !== "");
  if (given.length > MAX_LINKS) refuse(`are ${given.length} links`, `at most ${MAX_LINKS}`);
  return given.map(parseLink);
}

function parseLink(text: string): LinkTemplate {
  const [, name = "", url = ""] = /^\s*([^=]+?)\s*=\s*(\S+)\s*$/.exec(text) ?? [];
  if (name === "" || name.length > MAX_NAME_LENGTH) {
    refuse("is a link without a name", `name=address, the name of at most ${MAX_NAME_LENGTH} characters`);
  }
  const [origin = ""] = /^https?:\/\/[^/?#]+/i.exec(url) ?? [];
  if (origin.includes("{") || url.length > MAX_URL_LENGTH || !URL.canParse(url.replaceAll(/[{}]/g, ""))) {
    refuse(
      `is the address of "${name}"`,
      `http:// or https://, a host without fields, and at most ${MAX_URL_LENGTH} characters`,
    );
  }
  if (origin === "") refuse(`is the address of "${name}"`, "one that begins with http:// or https://");
  const unknown = [...url.matchAll(/\{(\w+)\}/g)].find(([, field]) => !LINK_FIELDS.some((known) => known === field));
  if (unknown) refuse(`is the field ${unknown[0]} of "${name}"`, LINK_FIELDS.map((field) => `{${field}}`).join(", "));
  return { name, url };
}

/** The address itself is not repeated: it may have a password in it. */
function refuse(found: string, expected: string): never {
  throw new ConfigError(`Here ${found}; expected ${expected} (--link or RUNLINE_LINKS).`);
}
