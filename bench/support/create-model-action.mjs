import { createAction } from "../../e2e/support/create-action.mjs";

/** An action that asks the model once. */
export function createModelAction(name) {
  return createAction(name, async (runtime) => {
    await runtime.useModel("TEXT_SMALL", { prompt: `Do ${name}` });
    return { success: true, text: `${name} is done` };
  });
}
