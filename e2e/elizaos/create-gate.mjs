/**
 * Lets work wait until the test opens.
 *
 * @typedef {object} Gate
 * @property {() => number} waiting how much waits now
 * @property {() => Promise<void>} pass waits until the gate is opened
 * @property {() => void} open lets those pass that wait now
 *
 * @returns {Gate}
 */
export function createGate() {
  let waiting = [];
  return {
    waiting: () => waiting.length,
    pass: () => new Promise((resolve) => waiting.push(resolve)),
    open() {
      for (const resolve of waiting) resolve();
      waiting = [];
    },
  };
}
