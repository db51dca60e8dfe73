import type { ComponentType, FunctionComponent } from "preact";
import { createPartModel } from "../models/create-part-model.ts";
import { ErrorPanel } from "./error-panel.tsx";

/**
 * A component whose code is fetched when it is first drawn; nothing stands in its place until then, and where the server does not answer
 * one line that says so.
 *
 * @example const Palette = lazy(() => import("./palette.tsx").then((module) => module.Palette));
 */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): FunctionComponent<Props> {
  const { part, problem, ask } = createPartModel(load);
  return function Lazy(props) {
    const Part = part.value;
    if (Part) return <Part {...props} />;
    ask();
    return problem.value instanceof Error ? (
      <ErrorPanel title="This part could not be loaded" error={problem.value} onRetry={() => location.reload()} />
    ) : (
      problem.value && <output class="muted">Waiting for the server…</output>
    );
  };
}
