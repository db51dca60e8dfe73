import {
  readConversation,
  type ContentMessage,
  type ContentPart,
  type RunSpan,
  type RunSummary,
  type StepContent,
} from "@runline/contract";

/** What was asked or answered, and the step that says it. */
export interface Said {
  spanId: string | undefined;
  /** ms since the epoch. */
  at: number;
  parts: ContentPart[];
}

/** A model call: what its prompt has more than the ones before, and what it gave. */
export interface ModelEntry {
  type: "model";
  span: RunSpan;
  /** Messages that an earlier prompt began with as well. */
  repeated: number;
  /** The others, without the question and the system's words where these stand above. */
  added: ContentMessage[];
  /** But for its calls of actions that ran: these are entries of their own. */
  output: ContentPart[];
  /** Names of those actions. */
  calls: string[];
  /** Whether its words are the answer of the run, which stands above. */
  isAnswer: boolean;
}

/** An action: what it was given, unless that is the question once more, and what came of it. */
export interface ActionEntry {
  type: "action";
  span: RunSpan;
  input: unknown;
  output: unknown;
}

/** Another agent that was called: what it was asked, and what it answered. */
export interface AgentEntry {
  type: "agent";
  span: RunSpan;
  asked: ContentPart[];
  answered: ContentPart[];
}

export type ConversationEntry = ModelEntry | ActionEntry | AgentEntry;

/** A run as it is read: what came of it, what was asked, and the way from one to the other. */
export interface Conversation {
  answer: Said | undefined;
  question: Said | undefined;
  /** What the first prompt tells the model to be. */
  system: ContentMessage[];
  /** In the order of their start. */
  entries: ConversationEntry[];
  /** Whether anything of a step was captured. */
  hasContent: boolean;
}

const SYSTEM_ROLES = new Set(["system", "developer"]);

/** Puts what the steps of a run say into the order in which one reads it. */
export function toConversation(run: RunSummary, steps: readonly StepContent[]): Conversation {
  const ordered = steps.toSorted(byStart);
  // A run that paused has a span for each of its parts, and the last one to say something gives the answer.
  const partSteps = ordered.filter(({ span }) => span.spanId === run.rootSpanId || isPart(span));
  const [whole] = partSteps;
  const last = partSteps.findLast(({ output }) => output !== undefined) ?? whole;
  const calls: ModelCall[] = ordered.flatMap(({ span, repeated = 0, input, output }) =>
    span.kind === "model_call"
      ? { span, repeated, prompt: toMessageList(input, "user"), output: toMessageList(output, "assistant") }
      : [],
  );
  const prompt = calls[0]?.prompt ?? [];
  const question = findQuestion(run, whole, calls[0]);
  const answer = findAnswer(run, last, calls);
  const system = prompt.filter(({ role, omitted }) => SYSTEM_ROLES.has(role) && omitted === undefined);
  const isAbove = (message: ContentMessage) =>
    prompt.includes(message) && (system.includes(message) || isSame(message.parts, question?.parts));
  const actions = new Set(ordered.flatMap(({ span }) => (span.kind === "action" ? span.label : [])));
  const toModelEntry = ({ prompt: messages, output, ...call }: ModelCall): ModelEntry => {
    const parts = output.flatMap((message) => message.parts);
    return {
      type: "model",
      ...call,
      added: messages.filter((message) => !isAbove(message)),
      output: parts.filter((part) => part.type !== "tool_call" || !actions.has(part.name)),
      calls: parts.flatMap((part) => (part.type === "tool_call" && actions.has(part.name) ? part.name : [])),
      isAnswer: isSame(toShown(output), answer?.parts),
    };
  };
  const entries = new Map<RunSpan, ConversationEntry>(calls.map((call) => [call.span, toModelEntry(call)]));
  return {
    answer,
    question,
    system,
    // A call that is a run by itself is both.
    entries: ordered.flatMap((step) => {
      if (!partSteps.includes(step)) return entries.get(step.span) ?? toStepEntry(step, question);
      return entries.get(step.span) ?? toPartEntry(step, { isFirst: step === whole, isAnswer: step === last });
    }),
    hasContent: ordered.some(({ input, output }) => input !== undefined || output !== undefined),
  };
}

interface ModelCall extends Pick<ModelEntry, "span" | "repeated"> {
  prompt: ContentMessage[];
  output: ContentMessage[];
}

function toStepEntry({ span, input, output }: StepContent, question: Said | undefined): ActionEntry | AgentEntry {
  const asked = toShown(toMessageList(input, "user").slice(-1));
  if (span.kind === "action") {
    return { type: "action", span, input: isSame(asked, question?.parts) ? undefined : input, output };
  }
  return { type: "agent", span, asked, answered: toShown(toMessageList(output, "assistant").slice(-1)) };
}

function isPart({ kind, otherAgent, caller, detailOf }: RunSpan): boolean {
  return kind === "run" && otherAgent === undefined && !caller && detailOf === undefined;
}

/** What a part of a run was told and said beside the question and the answer, which stand above. */
function toPartEntry(
  { span, input, output }: StepContent,
  { isFirst, isAnswer }: { isFirst: boolean; isAnswer: boolean },
): AgentEntry | [] {
  const asked = isFirst ? [] : toShown(toMessageList(input, "user").slice(-1));
  const answered = isAnswer ? [] : toShown(toMessageList(output, "assistant").slice(-1));
  return asked.length + answered.length === 0 ? [] : { type: "agent", span, asked, answered };
}

/** What the run was given; of one that does not say, the last words of the user in the first prompt, or what its summary has of them. */
function findQuestion(run: RunSummary, whole: StepContent | undefined, call: ModelCall | undefined): Said | undefined {
  const at = run.startedAt;
  for (const { span, messages } of [
    { span: whole?.span, messages: toMessageList(whole?.input, "user") },
    { span: call?.span, messages: call?.prompt ?? [] },
  ]) {
    const asked = messages.findLast(({ role, parts }) => role === "user" && parts.length > 0);
    if (asked) return { spanId: span?.spanId, at, parts: asked.parts };
  }
  if (run.message === undefined) return undefined;
  return { spanId: run.rootSpanId, at, parts: [{ type: "text", content: run.message }] };
}

/** What the run gave; of one that does not say and has gone well, the words of its last model call. */
function findAnswer(run: RunSummary, whole: StepContent | undefined, calls: readonly ModelCall[]): Said | undefined {
  const given = toShown(toMessageList(whole?.output, "assistant").slice(-1));
  if (whole && given.length > 0) return { spanId: whole.span.spanId, at: run.endedAt ?? run.startedAt, parts: given };
  if (run.status !== "completed") return undefined;
  const last = calls.findLast(({ output }) => toShown(output).length > 0);
  return last && { spanId: last.span.spanId, at: last.span.endedAt ?? run.startedAt, parts: toShown(last.output) };
}

/** Content as messages: what is not a conversation is said by one speaker. */
function toMessageList(content: unknown, role: string): ContentMessage[] {
  if (content === undefined) return [];
  const part: ContentPart = typeof content === "string" ? { type: "text", content } : { type: "other", value: content };
  return readConversation(content) ?? [{ role, parts: [part] }];
}

/** What of the messages is for the user, and not for the model or a tool. */
function toShown(messages: readonly ContentMessage[]): ContentPart[] {
  const inner = new Set(["reasoning", "tool_call", "tool_result"]);
  return messages.flatMap(({ parts }) => parts.filter(({ type }) => !inner.has(type)));
}

/** Whether both say the same words: what stands beside them, such as the options of a call, is told once. */
function isSame(parts: readonly ContentPart[], others: readonly ContentPart[] = []): boolean {
  const words = toWords(parts);
  return words !== "" && words === toWords(others);
}

function toWords(parts: readonly ContentPart[]): string {
  return parts.flatMap((part) => (part.type === "text" ? part.content.trim() : [])).join("\n");
}

function byStart({ span: a }: StepContent, { span: b }: StepContent): number {
  return a.startedAt - b.startedAt || (a.spanId < b.spanId ? -1 : 1);
}
