/** An elizaOS action that is always valid and has nothing to say about itself. */
export function createAction(name, handler) {
  return { name, description: name, similes: [], examples: [], validate: async () => true, handler };
}
