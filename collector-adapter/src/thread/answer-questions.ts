import { parentPort } from "node:worker_threads";
import type { ThreadAnswer, ThreadQuestion } from "./start-thread.ts";

/** Answers what the thread is asked: the other end of `startThread`. */
export function answerQuestions(answer: (question: never) => unknown): void {
  parentPort?.on("message", ({ id, question }: ThreadQuestion<never>) => {
    parentPort?.postMessage(answerOne(id, () => answer(question)));
  });
}

function answerOne(id: number, answer: () => unknown): ThreadAnswer<unknown> {
  try {
    return { id, value: answer() };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
