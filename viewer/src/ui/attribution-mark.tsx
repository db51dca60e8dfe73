import { Shape } from "./shape.tsx";
import "./marks.css";

const QUESTION =
  "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM5.4 6.3h1.5a1.1 1.1 0 1 1 1.6 1q-1.2.6-1.2 2h1.4q0-.8.8-1.2A2.6 2.6 0 1 0 5.4 6.3ZM7.2 10.6h1.6v1.6H7.2Z";
const MEANING = "may belong to another run: runs overlapped";

/** On a step whose run is not certain. The short one is for rows; it says the whole on hover and to a screen reader. */
export function AttributionMark({ isShort = false }: { isShort?: boolean }) {
  return (
    <span class="attribution-mark" title={MEANING}>
      <Shape path={QUESTION} size={12} />
      {isShort ? (
        <>
          <span aria-hidden="true">other run?</span>
          <span class="visually-hidden">{MEANING}</span>
        </>
      ) : (
        MEANING
      )}
    </span>
  );
}
