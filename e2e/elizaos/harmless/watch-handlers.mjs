/**
 * The plugin as it is, with an eye on the event handlers that it registers: elizaOS awaits them all, so each has to be done
 * when it returns. The names of events whose handler was not are added to `slow`.
 */
export function watchHandlers(plugin, slow) {
  return {
    ...plugin,
    async init(config, runtime) {
      const { registerEvent } = runtime;
      runtime.registerEvent = (event, handler) => registerEvent.call(runtime, event, watch(event, handler));
      try {
        await plugin.init(config, runtime);
      } finally {
        delete runtime.registerEvent;
      }
    },
  };

  function watch(event, handler) {
    return (payload) => {
      const handled = handler(payload);
      let isDone = false;
      handled.then(() => (isDone = true));
      // A promise that is settled calls back in the next microtask, in the order of asking.
      queueMicrotask(() => isDone || slow.push(event));
      return handled;
    };
  }
}
