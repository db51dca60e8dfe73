// Who talks to the concierge, in which room, and what the model answers. Each line becomes one run.

/**
 * @typedef {object} Line
 * @property {string} says what the guest writes; the model finds the line by these words
 * @property {string} plan the actions that the model decides on, in their order
 * @property {string} answer what the agent says
 * @property {string} [providers] context that the model asks for first; turns a plain REPLY into an action
 * @property {string} [modelError] makes the model fail with this message
 * @property {boolean} [streamed] asks elizaOS to stream the answer
 * @property {number} [timeoutMs] how long the run may take
 */

/** @type {{ room: string, guest: string, lines: Line[] }[]} */
export const conversations = [
  {
    room: "#breakfast",
    guest: "Ada",
    lines: [
      {
        says: "Good morning! Are you a person?",
        plan: "REPLY",
        answer: "Good morning, Ada. I am a program, and at your service.",
      },
      { says: "Will I need an umbrella in Paris?", plan: "REPLY,GET_WEATHER", answer: "Let me look at the forecast." },
      {
        says: "A table for two tonight, and a ticket for the lost suitcase, please.",
        plan: "REPLY,BOOK_TABLE,OPEN_TICKET",
        answer: "Both at once, with pleasure.",
      },
      {
        says: "Please put the dinner on my card.",
        plan: "REPLY,CHARGE_CARD,BOOK_TABLE",
        answer: "One moment, I am charging your card.",
      },
      { says: "Thank you, that is all.", plan: "REPLY", answer: "Have a good day, Ada." },
    ],
  },
  {
    room: "#harbour",
    guest: "Grace",
    lines: [
      {
        says: "Book a table for two tonight, by the harbour.",
        plan: "REPLY,FIND_RESTAURANT,BOOK_RESTAURANT",
        answer: "I am calling Osteria Lume.",
      },
      {
        says: "Can you plan a day in Lisbon for me?",
        plan: "REPLY,PLAN_DAY",
        answer: "I will see to the weather and a table.",
      },
      { says: "Could I have one more free drink?", plan: "REPLY,CHECK_QUOTA", answer: "I will look at your vouchers." },
      {
        says: "What do you know about me?",
        plan: "REPLY",
        providers: "FACTS",
        answer: "You like ports, ships and short answers.",
      },
      {
        says: "Tell me the story of this house.",
        plan: "REPLY",
        streamed: true,
        answer:
          "It was a lighthouse first, then a post office, and for a hundred years now an inn with twelve rooms and one cat.",
      },
    ],
  },
  {
    room: "#terrace",
    guest: "Alan",
    lines: [
      {
        says: "Write me a guide to the old town.",
        plan: "REPLY,WRITE_GUIDE",
        answer: "That takes a few seconds; I am on it.",
      },
      {
        says: "What will the stars look like tonight?",
        plan: "REPLY",
        modelError: "the model provider answered 429: too many requests",
        answer: "",
      },
      {
        says: "Another guide, to the harbour, but I leave in a second!",
        plan: "WRITE_GUIDE",
        timeoutMs: 2500,
        answer: "",
      },
    ],
  },
  {
    room: "#lobby",
    guest: "Katherine",
    lines: [
      {
        says: "Which book tells of the lighthouse that this house was?",
        plan: "REPLY,ASK_ARCHIVIST",
        answer: "The archivist of the town will know.",
      },
      { says: "Is it warm in Reykjavik?", plan: "REPLY,GET_WEATHER", answer: "I am asking the weather service." },
      { says: "My key does not work.", plan: "REPLY,OPEN_TICKET", answer: "I am telling the house technician." },
      {
        says: "Is it warm in Nairobi, then? And a table, please.",
        plan: "REPLY,GET_WEATHER,BOOK_TABLE",
        answer: "Weather first, then the table.",
      },
    ],
  },
];
