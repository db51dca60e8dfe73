import { randomUUID } from "node:crypto";
import { createAction } from "../support/create-action.mjs";

/** What the concierge can do: the actions of the example's agent that need no service. */
export const conciergePlugin = {
  name: "concierge",
  description: "The services of the house",
  actions: [
    createAction("BOOK_TABLE", async () => ({ success: true, text: "Table 4 at 19:30" })),
    createAction("OPEN_TICKET", async (runtime, message) => {
      await runtime.useModel("TEXT_LARGE", { prompt: `As a ticket: ${message.content.text}` });
      return { success: true, text: "The ticket is open" };
    }),
    createAction("CHECK_QUOTA", async () => ({ success: false, text: "No voucher left", error: "quota exceeded" })),
    createAction("CHARGE_CARD", async (runtime) => {
      await runtime.useModel("TEXT_SMALL", { prompt: "Describe the charge for the bill." });
      throw new Error("CHARGE_CARD failed: the payment provider answered 503");
    }),
    createAction("PLAN_DAY", async (runtime, message, state, _options, callback) => {
      const content = { text: "", thought: "A day needs food and paper", actions: ["OPEN_TICKET", "BOOK_TABLE"] };
      const step = { id: randomUUID(), entityId: runtime.agentId, roomId: message.roomId, content };
      await runtime.processActions(message, [step], state, callback);
      await runtime.useModel("TEXT_SMALL", { prompt: "Sum up the day." });
      return { success: true, text: "Your day is planned" };
    }),
  ],
  evaluators: [
    {
      name: "GUEST_MOOD",
      description: "Judges after each answer whether the guest is content",
      examples: [],
      alwaysRun: true,
      validate: async () => true,
      async handler(runtime) {
        await runtime.useModel("TEXT_SMALL", { prompt: "Is the guest content?" });
        return { success: true };
      },
    },
  ],
};
