import type { Convention } from "./convention.ts";

const AI_SERVICE = /^langchain4j\.aiservices\.([\w$]+)\.\w+$/;
const TOOL = /^langchain4j\.tools\.(.+)$/;

/** Quarkus LangChain4j: the names of spans say what they are, and those of model calls have `gen_ai.*`. */
export const quarkus: Convention = {
  name: "quarkus",
  mark: "names that begin with `langchain4j.aiservices.` and `langchain4j.tools.`",
  kindOf({ name }) {
    if (AI_SERVICE.test(name)) return "run";
    return TOOL.test(name) ? "action" : undefined;
  },
  agentNameOf: ({ name }) => AI_SERVICE.exec(name)?.[1],
  toolNameOf: ({ name }) => TOOL.exec(name)?.[1],
  facts: [],
  content: [],
};
