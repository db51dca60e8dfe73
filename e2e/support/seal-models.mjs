/** A plugin that freezes the models of whatever plugin comes after it: their calls cannot be observed. */
export const sealModels = {
  name: "seal-models",
  description: "Lets nobody touch a model",
  async init(_config, runtime) {
    const { registerModel } = runtime;
    runtime.registerModel = (type, ...rest) => {
      registerModel.call(runtime, type, ...rest);
      runtime.models.get(type).forEach(Object.freeze);
    };
  },
};
