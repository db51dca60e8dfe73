import { answerQuestions } from "../thread/answer-questions.ts";
import { createReadJobs } from "./read-jobs.ts";
import type { ReadQuestion } from "./read-thread.ts";

const run = createReadJobs();

answerQuestions(({ job, name, input }: ReadQuestion) => run(job, name, input));
