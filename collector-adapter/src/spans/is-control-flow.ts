/** Exceptions by which LangGraph leaves a step: to ask somebody and go on later, or to hand over to the graph around. */
const INTERRUPTS = "GraphInterrupt|NodeInterrupt";
const BUBBLES = `${INTERRUPTS}|ParentCommand`;

/** The name of an exception as its type, with the modules before it; as the beginning of its `repr`; as a stack of JavaScript has it. */
const toPattern = (names: string) => new RegExp(`^(?:[\\w.]+\\.)?(?:${names})$|^(?:${names})\\(|^(?:${names}): `, "m");
const CONTROL_FLOW = toPattern(BUBBLES);
const INTERRUPT = toPattern(INTERRUPTS);

/** Whether what left a step was no error but the way on of its framework. */
export function isControlFlow(errorType = "", words = ""): boolean {
  return CONTROL_FLOW.test(errorType) || CONTROL_FLOW.test(words);
}

/** Whether the step was left because somebody has to answer first. */
export function isInterrupt(errorType = "", words = ""): boolean {
  return INTERRUPT.test(errorType) || INTERRUPT.test(words);
}
