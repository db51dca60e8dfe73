/** An action that may always be performed. @returns {import("@elizaos/core").Action} */
export function createAction(name, description, handler) {
  return { name, description, similes: [], examples: [], validate: async () => true, handler };
}
