import { Worker } from "node:worker_threads";

/** What is asked of a thread, and its answer. */
export interface ThreadQuestion<Question> {
  id: number;
  question: Question;
}
/** The value is what the asker expects, which the asker alone knows. */
export type ThreadAnswer<Value> = { id: number; value: Value } | { id: number; error: string };

/** A thread that runs. */
export interface Thread<Question> {
  /** Rejects with what the thread threw, or with a {@link ThreadError} when the thread ends before it answers. */
  ask<Answer>(question: Question): Promise<Answer>;
  readonly hasEnded: boolean;
  /** Ends the thread, be it in the middle of an answer. */
  end(): void;
}

/** Why a thread does not answer. */
export class ThreadError extends Error {
  override readonly name = "ThreadError";
  readonly code = "ENDED";
}

/** What a thread is started with. */
export interface ThreadOptions {
  /** Where the thread begins: a module that answers, with `answerQuestions`. */
  entry: URL;
  /** Most memory for its heap, MB. Should a thread need more, it ends instead of the process. */
  heapMb: number;
}

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

/** Starts a thread that answers questions, one after the other. It keeps no process alive. */
export function startThread<Question>({ entry, heapMb }: ThreadOptions): Thread<Question> {
  const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: heapMb } });
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let hasEnded = false;
  let reason: unknown;
  worker.unref();
  worker.on("message", (answer: ThreadAnswer<never>) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ("error" in answer) asked?.reject(new Error(answer.error));
    else asked?.resolve(answer.value);
  });
  worker.on("error", (error) => (reason = error)); // an exit follows
  worker.on("exit", end);

  function end(): void {
    hasEnded = true;
    for (const { reject } of waiting.values()) reject(createEnded(reason));
    waiting.clear();
  }

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (hasEnded) return reject(createEnded(reason));
        const asked: ThreadQuestion<Question> = { id: ++count, question };
        waiting.set(asked.id, { resolve, reject });
        worker.postMessage(asked);
      }),
    get hasEnded() {
      return hasEnded;
    },
    end() {
      end();
      void worker.terminate();
    },
  };
}

function createEnded(cause: unknown): ThreadError {
  return new ThreadError("The thread has ended: what it was asked for takes more memory than there is for it.", {
    cause,
  });
}
