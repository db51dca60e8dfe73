import { toTrueOutline, type Outline } from "./outline.ts";
import type { TrueRun, TrueStep } from "./start-agent.ts";

/** What elizaOS logs of a run that really went so. */
export function toLoggedOutline(run: TrueRun): Outline {
  const isLogged = ({ kind, ok }: TrueStep) => ok || !["model_call", "evaluator"].includes(kind);
  const steps = run.steps.filter(isLogged);
  const outline = toTrueOutline({ ...run, steps });
  return toComparable(outline);
}

/** Without what elizaOS logs nothing of: composed states, context providers, what an evaluator called, which attempt it was. */
export function toComparable(outline: Outline): Outline {
  // No end was logged of an action that threw, and with it no place in the plan, nor that the plan failed.
  const thrown = outline.steps.flatMap((step) => /(action \w+)(?: \d+\/\d+)?: error/.exec(step)?.[1] ?? []);
  const steps = outline.steps.flatMap((step) => {
    const path = step
      .replaceAll(/(action \w+) \d+\/\d+/g, (part, action) => (thrown.includes(action) ? action : part))
      .replaceAll(/ \(attempt \d+\)/g, "")
      .split(" > ")
      .filter((part, i, parts) => i === parts.length - 1 || !/^(composed_state|context_provider|evaluator)/.test(part));
    const last = path.at(-1) ?? "";
    if (/^(composed_state|context_provider)/.test(last)) return [];
    if (last.startsWith("plan")) path.splice(-1, 1, last.replace(/: .*/, ""));
    if (last.startsWith("embedding")) path.splice(0, path.length - 1); // its place in the run is not logged either
    return [path.join(" > ")];
  });
  return { ...outline, steps: steps.sort() };
}
