import { render, type ComponentType } from "preact";
import { act } from "preact/test-utils";
import { onTestFinished } from "vitest";

/** A hook at work in a component that draws nothing. */
export interface RenderedHook<Result, Props> {
  /** What the hook returned last. */
  readonly result: { readonly current: Result };
  rerender: (props: Props) => void;
  unmount: () => void;
}

/**
 * Runs a hook inside `wrapper` until the test ends.
 *
 * @example const { result } = renderHook(() => useListRuns("agent", {}), undefined, wrapper);
 */
export function renderHook<Result, Props>(
  hook: (props: Props) => Result,
  initialProps: Props,
  Wrapper: ComponentType,
): RenderedHook<Result, Props> {
  const host = document.createElement("div");
  let current: Result | undefined;

  function Probe({ props }: { props: Props }) {
    current = hook(props);
    return null;
  }
  function draw(props: Props): void {
    void act(() =>
      render(
        <Wrapper>
          <Probe props={props} />
        </Wrapper>,
        host,
      ),
    );
  }
  function unmount(): void {
    void act(() => render(null, host));
  }

  draw(initialProps);
  onTestFinished(unmount);
  return {
    result: {
      get current(): Result {
        if (current === undefined) throw new Error("The hook has not run.");
        return current;
      },
    },
    rerender: draw,
    unmount,
  };
}
