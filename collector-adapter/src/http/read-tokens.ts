/**
 * The tokens that an `Authorization` header may mean, in the forms that senders give it: the scheme in any case and with any number of
 * blanks behind it, in quotes, after the name of the header (`authorization=Bearer TOKEN`, where a whole variable was taken for a value), and as it
 * stands in `OTEL_EXPORTER_OTLP_HEADERS`, since some SDKs do not decode `Bearer%20TOKEN`. A token may have a percent sign of its own, so
 * that both readings count.
 *
 * @example readTokens("Bearer%20sesame") // ["sesame"]
 */
export function readTokens(header: string): string[] {
  return [header, decodePercents(header)].flatMap((text) => {
    const value = text.trim().replace(/^"(.*)"$/s, "$1");
    const [, token] = /^(?:authorization\s*[=:]\s*)?bearer\s+(\S.*)$/is.exec(value) ?? [];
    return token === undefined ? [] : [token.trimEnd()];
  });
}

function decodePercents(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that stands for itself
  }
}
