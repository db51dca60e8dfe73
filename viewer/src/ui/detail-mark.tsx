import "./marks.css";

/** On a span that tells of a step once more, which is counted where it is told first. */
export function DetailMark() {
  return (
    <span class="detail-mark" title="Tells of the step around or beside it once more: counted there">
      detail
    </span>
  );
}
