/**
 * Span attribute names that Runline emits and reads.
 *
 * Names under `gen_ai.*` and `error.type` follow the OpenTelemetry GenAI semantic conventions; the constants are our own
 * because the published `incubating` ones are deprecated and stale. Names under `runline.*` are ours.
 * `docs/attributes.md` is generated from this file.
 */

/** Run that a span belongs to (UUID). A plan carries its own run id here. @example "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10" */
export const ATTR_RUN_ID = "runline.run.id";
/** On a plan and its actions: the run of the message that the plan belongs to (UUID). */
export const ATTR_PARENT_RUN_ID = "runline.parent_run.id";
/** Final status of a run: `completed`, `timeout` or `error`. Absent while the run is going on. @example "completed" */
export const ATTR_RUN_STATUS = "runline.run.status";
/** Why the run ended, finer than its status: `completed`, `error`, `timeout`, `self`, `muted`, `off`, `replaced`, `superseded`, `noMessageId`. */
export const ATTR_RUN_OUTCOME = "runline.run.outcome";
/** On a call outside any run: `system_init` (before the agent is ready) or `background` (timer, task). */
export const ATTR_RUN_PHASE = "runline.run.phase";
/** Agent that performed the run (UUID). */
export const ATTR_AGENT_ID = "runline.agent.id";
/** Room (conversation) of the message (UUID). */
export const ATTR_ROOM_ID = "runline.room.id";
/** Name people know the room by. @example "#harbour" */
export const ATTR_ROOM_NAME = "runline.room.name";
/** Sender of the message (UUID). */
export const ATTR_ENTITY_ID = "runline.entity.id";
/** Display name of the sender. @example "Ada" */
export const ATTR_ENTITY_NAME = "runline.entity.name";
/** Message that started the run (UUID). */
export const ATTR_MESSAGE_ID = "runline.message.id";
/** Where the message came from. @example "discord" */
export const ATTR_SOURCE = "runline.source";
/** On the event of a pause: what is waited for, as one would say it after "waiting for". @example "approval by the shift lead" */
export const ATTR_PAUSE_WAITS_FOR = "runline.pause.waits_for";
/** Number of actions in a plan. @example 3 */
export const ATTR_PLAN_SIZE = "runline.plan.size";
/** Place of an action in its plan, `i/n`. @example "2/3" */
export const ATTR_PLAN_STEP = "runline.plan.step";
/** On a step made inside an action: the id of that action (UUID). */
export const ATTR_ACTION_ID = "runline.action.id";
/** On a step made inside an action: the name of that action. @example "GET_WEATHER" */
export const ATTR_ACTION_NAME = "runline.action.name";
/** On an action that returned a result: whether it reported success. @example false */
export const ATTR_ACTION_SUCCESS = "runline.action.success";
/** Model slot whose handler was called, in elizaOS's words. @example "TEXT_LARGE" */
export const ATTR_MODEL_TYPE = "runline.model.type";
/** On a model call that repeats the one before it word for word, as after an answer that could not be parsed: 2 for the first repetition. @example 2 */
export const ATTR_MODEL_ATTEMPT = "runline.model.attempt";
/** Memory that an embedding was computed for (UUID). */
export const ATTR_MEMORY_ID = "runline.memory.id";
/** Name of an evaluator. @example "REFLECTION" */
export const ATTR_EVALUATOR_NAME = "runline.evaluator.name";
/** Name of a context provider, which adds to the composed state. `runline.provider.name`, as older versions wrote, is still read. @example "RECENT_MESSAGES" */
export const ATTR_CONTEXT_PROVIDER_NAME = "runline.context_provider.name";
/** `low` on a step that may belong to another run: it was rebuilt from logs that name a run only by its time. Absent otherwise. @example "low" */
export const ATTR_ATTRIBUTION = "runline.attribution";
/** `true` on what was rebuilt from an elizaOS database instead of recorded as it happened. */
export const ATTR_IMPORTED = "runline.imported";
/** `true` on the snapshot of a span that has not ended; the final span with the same ids replaces it. */
export const ATTR_SPAN_PENDING = "runline.span.pending";

/** What the operation is; see {@link OPERATION_RUN} and its neighbours. @example "chat" */
export const ATTR_GEN_AI_OPERATION_NAME = "gen_ai.operation.name";
/** Human-readable name of the agent. @example "Weather Guide" */
export const ATTR_GEN_AI_AGENT_NAME = "gen_ai.agent.name";
/** Session or thread id; its UUID (or a UUIDv5 of it) is the room. */
export const ATTR_GEN_AI_CONVERSATION_ID = "gen_ai.conversation.id";
/** Name of the tool or action. @example "GET_WEATHER" */
export const ATTR_GEN_AI_TOOL_NAME = "gen_ai.tool.name";
/** Id of the tool call; for an action its `actionId`. */
export const ATTR_GEN_AI_TOOL_CALL_ID = "gen_ai.tool.call.id";
/** Content, off by default: arguments of the call as JSON. */
export const ATTR_GEN_AI_TOOL_CALL_ARGUMENTS = "gen_ai.tool.call.arguments";
/** Content, off by default: result of the call as JSON. */
export const ATTR_GEN_AI_TOOL_CALL_RESULT = "gen_ai.tool.call.result";
/** Who serves the model. @example "openai" */
export const ATTR_GEN_AI_PROVIDER_NAME = "gen_ai.provider.name";
/** Model asked for. @example "gpt-4o-mini" */
export const ATTR_GEN_AI_REQUEST_MODEL = "gen_ai.request.model";
/** Model that answered. @example "gpt-4o-mini-2024-07-18" */
export const ATTR_GEN_AI_RESPONSE_MODEL = "gen_ai.response.model";
/** `true` when the answer was streamed; absent otherwise. */
export const ATTR_GEN_AI_REQUEST_STREAM = "gen_ai.request.stream";
/** Seconds from the request to the first streamed chunk. @example 0.231 */
export const ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";
/** Tokens read by the model, cached ones included. @example 812 */
export const ATTR_GEN_AI_USAGE_INPUT_TOKENS = "gen_ai.usage.input_tokens";
/** How many of the tokens read came from the provider's cache. @example 640 */
export const ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS = "gen_ai.usage.cache_read.input_tokens";
/** Tokens written by the model, reasoning included. @example 96 */
export const ATTR_GEN_AI_USAGE_OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
/** Price of the call in US dollars, from the price table that the agent was given. Not in the conventions, but common. @example 0.00185 */
export const ATTR_GEN_AI_USAGE_COST = "gen_ai.usage.cost";
/** Content, off by default: messages sent to the model as JSON. */
export const ATTR_GEN_AI_INPUT_MESSAGES = "gen_ai.input.messages";
/** Content, off by default: messages the model answered with as JSON. */
export const ATTR_GEN_AI_OUTPUT_MESSAGES = "gen_ai.output.messages";
/** On an evaluation: what was judged. Read only. @example "Relevance" */
export const ATTR_GEN_AI_EVALUATION_NAME = "gen_ai.evaluation.name";
/** On an evaluation: the score. Read only. @example 0.9 */
export const ATTR_GEN_AI_EVALUATION_SCORE_VALUE = "gen_ai.evaluation.score.value";
/** On an evaluation: what the score means. Read only. @example "pass" */
export const ATTR_GEN_AI_EVALUATION_SCORE_LABEL = "gen_ai.evaluation.score.label";
/** On an evaluation: why the score is what it is. Read only. @example "It answers the question." */
export const ATTR_GEN_AI_EVALUATION_EXPLANATION = "gen_ai.evaluation.explanation";
/** Low-cardinality class of the error. @example "TimeoutError" */
export const ATTR_ERROR_TYPE = "error.type";

/** On the events of a pause and of what follows it: the run as a whole, its run id. Proposed for the conventions. */
export const ATTR_GEN_AI_AGENT_EXECUTION_ID = "gen_ai.agent.execution.id";
/** On the event of a pause: what tells the pause from others, the span id of the part of the run that ended with it. Proposed. @example "b7ad6b7169203331" */
export const ATTR_GEN_AI_AGENT_PAUSE_ID = "gen_ai.agent.pause.id";
/** On the event of a pause: whether a person (`human_input`) or another system (`external_system`) is waited for. Proposed. @example "human_input" */
export const ATTR_GEN_AI_AGENT_PAUSE_REASON = "gen_ai.agent.pause.reason";
/** On the event of a resumption: what the run goes on from, `pause` or `checkpoint`. Proposed. @example "pause" */
export const ATTR_GEN_AI_AGENT_RESUMED_FROM_TYPE = "gen_ai.agent.resumed_from.type";
/** On the event of a resumption: id of the pause or of the checkpoint. Proposed. */
export const ATTR_GEN_AI_AGENT_RESUMED_FROM_ID = "gen_ai.agent.resumed_from.id";

/** Name of the event of a pause, and of the event of the span that goes on after it. Proposed for the GenAI conventions. */
export const EVENT_AGENT_PAUSED = "gen_ai.agent.paused";
/** @see EVENT_AGENT_PAUSED */
export const EVENT_AGENT_RESUMED = "gen_ai.agent.resumed";

/** Resource attribute: name of the process. @example "weather-agent" */
export const ATTR_SERVICE_NAME = "service.name";
/** Resource attribute: group of services. */
export const ATTR_SERVICE_NAMESPACE = "service.namespace";

/** `gen_ai.operation.name` of a run. */
export const OPERATION_RUN = "invoke_agent";
/** `gen_ai.operation.name` of a plan. */
export const OPERATION_PLAN = "plan";
/** `gen_ai.operation.name` of an action. */
export const OPERATION_ACTION = "execute_tool";
/** `gen_ai.operation.name` of a model call. */
export const OPERATION_MODEL_CALL = "chat";
/** `gen_ai.operation.name` of an embedding. */
export const OPERATION_EMBEDDING = "embeddings";
/** `gen_ai.operation.name` of an evaluator. The conventions define none, so this one is custom. */
export const OPERATION_EVALUATOR = "evaluate";
/** `gen_ai.operation.name` of a composed state: what a model is shown, put together by context providers. Custom, as `evaluate`. */
export const OPERATION_COMPOSED_STATE = "compose_state";
/** `gen_ai.operation.name` of a context provider, which adds to the composed state. Custom, as `evaluate`. */
export const OPERATION_CONTEXT_PROVIDER = "provide";
