import { array, assert, constantFrom, integer, property, string } from "fast-check";
import { expect, it } from "vitest";
import { createSecretFilter } from "./create-secret-filter.ts";

const KEY = "sk-live-0123456789";

it("replaces every secret, the longest first", () => {
  const clean = createSecretFilter(["sk-live", KEY])();
  expect(clean(`${KEY} and sk-live and ${KEY}`)).toBe("[secret] and [secret] and [secret]");
});

it("leaves alone what is too short to be a secret", () => {
  expect(createSecretFilter(["", undefined, "12345", " true  "])()("12345 is true")).toBe("12345 is true");
});

it("finds a secret that has been trimmed, written in JSON, or put into an address", () => {
  const clean = createSecretFilter([` ${KEY}\n`, 'line "1"\nline 2', "pass word&1"])();
  expect(clean(`<${KEY}>`)).toBe("<[secret]>");
  expect(clean(JSON.stringify({ key: 'line "1"\nline 2' }))).toBe('{"key":"[secret]"}');
  const nested = JSON.stringify({ body: JSON.stringify({ key: 'line "1"\nline 2' }) });
  expect(clean(nested)).toBe(String.raw`{"body":"{\"key\":\"[secret]\"}"}`);
  expect(clean("https://example.test/?p=pass%20word%261&q")).toBe("https://example.test/?p=[secret]&q");
});

it("replaces secrets that overlap as a whole", () => {
  expect(createSecretFilter(["abcdefgh", "efghijkl"])()("-abcdefghijkl-")).toBe("-[secret]-");
});

it("replaces a secret that the cut would halve", () => {
  const clean = createSecretFilter([KEY])();
  expect(clean(`key ${KEY} and more`, 10)).toBe("key [secret]");
  expect(clean(`0123456789${KEY}`, 10)).toBe("0123456789");
  expect(clean(KEY.slice(0, 10), 10)).toBe(KEY.slice(0, 10));
});

it("learns secrets that come later, and does not forget those that are gone", () => {
  let secrets = [KEY];
  const filter = createSecretFilter(() => secrets);
  expect(filter()(`${KEY} rotated-key`)).toBe("[secret] rotated-key");
  secrets = ["rotated-key"];
  expect(filter()(`${KEY} rotated-key`)).toBe("[secret] [secret]");
});

it("remembers a limited number of them, and always the current ones", () => {
  let round = 0;
  const filter = createSecretFilter(() => [
    KEY,
    ...Array.from({ length: 100 }, (_, index) => `secret ${round} ${index}`),
  ]);
  for (; round < 30; round++) expect(filter()(`${KEY} secret ${round} 99`)).toBe("[secret] [secret]");
  expect(filter()("secret 1 1 ")).toBe("secret 1 1 ");
});

it("shows nothing when the secrets cannot be listed", () => {
  const filter = createSecretFilter(() => {
    throw new Error("no");
  });
  expect(filter()(`${KEY} and more`)).toBe("[secret]");
});

it("lets no secret through, whatever the texts and wherever the cut", () => {
  // An alphabet of three makes overlaps and near misses likely; none of it is in "[secret]".
  const unit = constantFrom("a", "b", "\\");
  assert(
    property(
      array(string({ unit, minLength: 6, maxLength: 9 }), { minLength: 1, maxLength: 4 }),
      string({ unit, maxLength: 60 }),
      integer({ min: 0, max: 60 }),
      (secrets, text, maxChars) => {
        const clean = createSecretFilter(secrets)()(text, maxChars);
        for (const secret of secrets) expect(clean).not.toContain(secret);
      },
    ),
    { numRuns: 500 },
  );
});
