import type { EventsCut } from "@runline/contract";
import type { FactsRow } from "../sql/list-facts.ts";
import type { EventRow } from "../sql/list-log-rows.ts";
import { createAnswers } from "./answers.ts";
import { createEventsJob, type EventsJob, type EventsQuestion, type FoldedEvents } from "./events-job.ts";
import { createMessagesJob, type MessagesJob, type ToldSteps } from "./messages-job.ts";
import type { ShownRun } from "./select-members.ts";
import { createSpansJob, type FoldedSpans, type SpansJob, type SpansQuestion } from "./spans-job.ts";

/** What is done for readers, each step with what it takes and gives. A job is named by a number of the caller's. */
export interface ReadSteps {
  /** Begins a job; says whether the reader's last answer is known. */
  openSpans: { takes: SpansQuestion; gives: boolean };
  openEvents: { takes: EventsQuestion; gives: void };
  openMessages: { takes: ShownRun; gives: void };
  addFacts: { takes: readonly FactsRow[]; gives: string };
  foldSpans: { takes: undefined; gives: FoldedSpans };
  foldEvents: { takes: undefined; gives: FoldedEvents };
  foldMessages: { takes: undefined; gives: string[] };
  addRows: { takes: readonly EventRow[]; gives: void };
  finishEvents: { takes: string | undefined; gives: void };
  tellMessages: { takes: readonly EventRow[]; gives: ToldSteps };
  cutMessages: { takes: undefined; gives: Pick<EventsCut, "contents" | "shortened"> };
  next: { takes: undefined; gives: string };
  /** Forgets the job. */
  close: { takes: undefined; gives: void };
}

/** Runs steps of jobs: here, or on another thread. */
export type RunStep = <Name extends keyof ReadSteps>(
  job: number,
  name: Name,
  input: ReadSteps[Name]["takes"],
) => ReadSteps[Name]["gives"];

/** Keeps the jobs of readers and what was answered to them. */
export function createReadJobs(): RunStep {
  const answers = createAnswers();
  const spans = new Map<number, SpansJob>();
  const events = new Map<number, EventsJob>();
  const messages = new Map<number, MessagesJob>();
  const steps: {
    [Name in keyof ReadSteps]: (job: number, input: ReadSteps[Name]["takes"]) => ReadSteps[Name]["gives"];
  } = {
    openSpans(job, question) {
      const opened = createSpansJob(question, answers);
      spans.set(job, opened);
      return opened.isKnown;
    },
    openEvents: (job, question) => void events.set(job, createEventsJob(question)),
    openMessages: (job, run) => void messages.set(job, createMessagesJob(run)),
    addFacts(job, rows) {
      events.get(job)?.add(rows);
      messages.get(job)?.add(rows);
      return spans.get(job)?.add(rows) ?? "";
    },
    foldSpans: (job) => get(spans, job).fold(),
    foldEvents: (job) => get(events, job).fold(),
    foldMessages: (job) => get(messages, job).fold(),
    addRows: (job, rows) => get(events, job).addRows(rows),
    finishEvents: (job, error) => get(events, job).finish(error),
    tellMessages: (job, rows) => get(messages, job).tell(rows),
    cutMessages: (job) => get(messages, job).cut(),
    next: (job) => (spans.get(job) ?? messages.get(job) ?? get(events, job)).next(),
    close(job) {
      spans.delete(job);
      events.delete(job);
      messages.delete(job);
    },
  };
  return (job, name, input) => steps[name](job, input);
}

function get<Job>(jobs: ReadonlyMap<number, Job>, job: number): Job {
  const found = jobs.get(job);
  if (found === undefined) throw new Error(`There is no job ${job}: it was not begun, or is closed.`);
  return found;
}
