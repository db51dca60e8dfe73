/**
 * Finds circles of imports, each as its files in order, with the first one again at the end. Of circles that share files some
 * show only after the others have been opened.
 *
 * @param {readonly { from: string, to: string }[]} imports
 * @returns {string[][]}
 * @example findCircles([{ from: "a", to: "b" }, { from: "b", to: "a" }]) // [["a", "b", "a"]]
 */
export function findCircles(imports) {
  /** @type {Map<string, Set<string>>} */
  const targets = new Map();
  for (const { from, to } of imports) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  /** @type {string[][]} */
  const circles = [];
  const done = new Set();
  /** @type {string[]} The way from the first file to the one that is looked at. */
  const way = [];

  /** @param {string} file */
  function follow(file) {
    if (done.has(file)) return;
    if (way.includes(file)) {
      circles.push([...way.slice(way.indexOf(file)), file]);
      return;
    }
    way.push(file);
    for (const target of targets.get(file) ?? []) follow(target);
    way.pop();
    done.add(file);
  }

  for (const file of targets.keys()) follow(file);
  return circles;
}
