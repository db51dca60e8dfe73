import { ModelType } from "@elizaos/core";
import { createAction } from "./create-action.mjs";
import { openInnBook } from "./inn-book.mjs";

/** How often a restaurant is called, and how long the concierge waits in between, in ms. */
const TRIES = 3;
const WAITS_MS = [500, 1500];

/**
 * What the concierge asks of the town: its own book of restaurants, a restaurant that does not answer, and another agent.
 *
 * @param {object} options
 * @param {string} options.tablesUrl where the restaurant takes bookings; nothing listens there
 * @param {string} options.archivistUrl the agent that is asked about books
 * @param {(ms: number) => Promise<void>} options.pause
 * @returns {import("@elizaos/core").Plugin}
 */
export function createTownPlugin({ tablesUrl, archivistUrl, pause }) {
  let book;
  const getBook = (runtime) => (book ??= openInnBook(runtime));

  return {
    name: "town",
    description: "What the town around the inn has to offer",
    actions: [
      createAction("FIND_RESTAURANT", "Looks into the book of the inn, and lets the model choose", async (runtime) => {
        const restaurants = await (await getBook(runtime)).findRestaurants("harbour");
        await runtime.useModel(ModelType.TEXT_SMALL, {
          prompt: `Which one suits best? ${JSON.stringify(restaurants)}`,
        });
        return { success: true, text: "Osteria Lume has two tables", data: { restaurants } };
      }),

      createAction("BOOK_RESTAURANT", "Calls a restaurant that refuses every try", async (runtime) => {
        await (await getBook(runtime)).noteCall("Osteria Lume");
        for (let attempt = 1; ; attempt++) {
          try {
            const body = JSON.stringify({ guests: 2, at: "19:30" });
            await fetch(`${tablesUrl}/bookings`, { method: "POST", body });
            return { success: true, text: "Table 7 at 19:30" };
          } catch (error) {
            if (attempt === TRIES)
              throw new Error(`Osteria Lume does not answer after ${TRIES} tries`, { cause: error });
            await pause(WAITS_MS[attempt - 1]);
          }
        }
      }),

      createAction("ASK_ARCHIVIST", "Asks another agent", async (runtime, message) => {
        const response = await fetch(`${archivistUrl}/questions`, { method: "POST", body: message.content.text });
        return { success: true, text: `The archivist recommends ${await response.text()}` };
      }),
    ],
  };
}
