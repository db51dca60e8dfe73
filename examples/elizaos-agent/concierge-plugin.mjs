import { ModelType } from "@elizaos/core";
import { randomUUID } from "node:crypto";
import { createAction } from "./create-action.mjs";

/**
 * What the concierge can do: one action of every kind that a timeline has to show.
 *
 * @param {{ weatherUrl: string, pause: (ms: number) => Promise<void> }} options
 * @returns {import("@elizaos/core").Plugin}
 */
export function createConciergePlugin({ weatherUrl, pause }) {
  const actions = [
    createAction("GET_WEATHER", "Looks up the weather: a model call and an HTTP call", async (runtime, message) => {
      await runtime.useModel(ModelType.TEXT_SMALL, { prompt: `Which city is meant? ${message.content.text}` });
      const city = /in (\w+)/.exec(message.content.text)?.[1] ?? "Paris";
      const response = await fetch(`${weatherUrl}/weather?city=${encodeURIComponent(city)}`);
      const { celsius, sky } = await response.json();
      return { success: true, text: `${sky}, ${celsius} °C in ${city}`, values: { celsius, sky } };
    }),

    createAction("BOOK_TABLE", "Books a table", async () => {
      await pause(300);
      return { success: true, text: "Table 4 at 19:30", data: { table: 4, at: "19:30" } };
    }),

    createAction("OPEN_TICKET", "Writes a ticket with the help of the model", async (runtime, message) => {
      const ticket = await runtime.useModel(ModelType.OBJECT_SMALL, { prompt: `As a ticket: ${message.content.text}` });
      return { success: true, text: "The ticket is open", data: { ticket } };
    }),

    createAction("CHECK_QUOTA", "Fails softly: it returns an error", async () => {
      await pause(150);
      return { success: false, text: "No voucher left", error: "monthly quota exceeded: 3 of 3 vouchers used" };
    }),

    createAction("CHARGE_CARD", "Fails hard: it throws after a model call", async (runtime) => {
      await runtime.useModel(ModelType.TEXT_SMALL, { prompt: "Describe the charge for the bill." });
      throw new Error("CHARGE_CARD failed: the payment provider answered 503");
    }),

    createAction("WRITE_GUIDE", "Takes its time: four chapters, one after the other", async (runtime) => {
      for (const chapter of ["history", "food", "walks", "views"]) {
        await runtime.useModel(ModelType.TEXT_SMALL, { prompt: `Write the chapter about ${chapter}.` });
        await pause(1200);
      }
      return { success: true, text: "The guide is in your mailbox" };
    }),

    createAction(
      "PLAN_DAY",
      "Runs a plan of its own inside its own step",
      async (runtime, message, state, _options, callback) => {
        const content = { text: "", thought: "A day needs weather and food", actions: ["GET_WEATHER", "BOOK_TABLE"] };
        const step = { id: randomUUID(), entityId: runtime.agentId, roomId: message.roomId, content };
        await runtime.processActions(message, [step], state, callback);
        await runtime.useModel(ModelType.TEXT_SMALL, { prompt: "Sum up the day." });
        return { success: true, text: "Your day is planned" };
      },
    ),
  ];

  return {
    name: "concierge",
    description: "The services of the house",
    actions,
    evaluators: [
      {
        name: "GUEST_MOOD",
        description: "Judges after each answer whether the guest is content",
        examples: [],
        alwaysRun: true,
        validate: async () => true,
        handler: async (runtime) => {
          await runtime.useModel(ModelType.TEXT_SMALL, { prompt: "Is the guest content?" });
          return { success: true };
        },
      },
    ],
  };
}
