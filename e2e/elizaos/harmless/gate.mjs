/** Places where a script holds somebody up until it lets them on, so that overlaps need no waiting for time. */
export function createGate() {
  const places = new Map();
  const at = (name) => {
    if (!places.has(name)) places.set(name, { arrived: settle(), opened: settle() });
    return places.get(name);
  };
  return {
    /** Announces the arrival and waits. */
    async pass(name) {
      at(name).arrived.resolve();
      await at(name).opened.promise;
    },
    /** Waits for somebody's arrival. */
    arrival: (name) => at(name).arrived.promise,
    open: (name) => at(name).opened.resolve(),
  };
}

function settle() {
  const settled = {};
  settled.promise = new Promise((resolve) => {
    settled.resolve = resolve;
  });
  return settled;
}
