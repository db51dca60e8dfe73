import { useSignal } from "@preact/signals";
import { formatCount } from "../format/format-count.ts";
import { toText } from "../format/content-blocks.ts";

/** A value longer than this is cut; the tab Raw has all of it. */
const MAX_VALUE_LENGTH = 2_000;

/** All attributes, searchable by name and value. */
export function AttributesTab({ attributes }: { attributes: Record<string, unknown> }) {
  const search = useSignal("");
  const text = search.value.trim().toLowerCase();
  const rows = Object.entries(attributes)
    .map(([key, value]) => ({ key, value: toText(value) }))
    .filter(({ key, value }) => `${key} ${value}`.toLowerCase().includes(text))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return (
    <>
      <input
        class="input attribute-search"
        type="search"
        aria-label="Search attributes"
        placeholder="Search attributes"
        value={search.value}
        onInput={(event) => (search.value = event.currentTarget.value)}
      />
      <table class="attributes">
        <caption class="visually-hidden">Attributes</caption>
        <tbody>
          {rows.map(({ key, value }) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>
                {value.slice(0, MAX_VALUE_LENGTH)}
                {value.length > MAX_VALUE_LENGTH && (
                  <span class="muted">… {formatCount(value.length - MAX_VALUE_LENGTH)} more characters, in Raw</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && (
        <p class="muted">{text === "" ? "This span has no attributes." : "No attribute matches."}</p>
      )}
    </>
  );
}
