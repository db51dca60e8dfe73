/** Where two plain values differ: the path of each place with what was expected and what is there, at most `limit` of them. */
export function findDifferences(expected, actual, limit = 5, path = "") {
  if (Object.is(expected, actual)) return [];
  if (!isObject(expected) || !isObject(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    return [`${path || "everything"}: expected ${show(expected, actual)}, found ${show(actual, expected)}`];
  }
  const found = [];
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    found.push(...findDifferences(expected[key], actual[key], limit - found.length, `${path}.${key}`));
    if (found.length >= limit) break;
  }
  return found;
}

const isObject = (value) => typeof value === "object" && value !== null;

/** The place in a long text where it begins to differ. */
function show(value, other) {
  const [text, otherText] = [JSON.stringify(value) ?? "nothing", JSON.stringify(other) ?? "nothing"];
  if (text.length < 120) return text;
  let at = 0;
  while (at < text.length && text[at] === otherText[at]) at += 1;
  return `…${text.slice(Math.max(0, at - 30), at + 60)}…`;
}
