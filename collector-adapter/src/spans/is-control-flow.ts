/** Exceptions by which LangGraph leaves a step: to ask somebody and go on later, or to hand over to the graph around. */
const INTERRUPTS = "GraphInterrupt|NodeInterrupt";
const BUBBLES = `${INTERRUPTS}|ParentCommand`;

/** The name of an exception as its type, with the modules before it; as the beginning of its `repr`; as a stack of JavaScript has it. */
const toPattern = (names: string) => new RegExp(`^(?:[\\w.]+\\.)?(?:${names})$|^(?:${names})\\(|^(?:${names}): `, "m");
const CONTROL_FLOW = toPattern(BUBBLES);
const INTERRUPT = toPattern(INTERRUPTS);

/** A type that every exception may have. */
const ANY_TYPE = /^(?:[\w.]+\.)?(?:(?:Base)?Exception|Error|_OTHER)?$/;

/** Whether what left a step is the way on of its framework, and no error. */
export function isControlFlow(errorType?: string, words?: string): boolean {
  return CONTROL_FLOW.test(toName(errorType, words));
}

/** Whether the step was left because somebody has to answer first. */
export function isInterrupt(errorType?: string, words?: string): boolean {
  return INTERRUPT.test(toName(errorType, words));
}

/** Where the exception is named: a type says so better than words, which may quote anything. */
function toName(errorType = "", words = ""): string {
  return ANY_TYPE.test(errorType) ? words : errorType;
}
