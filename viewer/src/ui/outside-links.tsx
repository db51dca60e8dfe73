import { toOutsideLinks, type LinkValues } from "../models/outside-links.ts";
import { useSettings } from "../models/settings-queries.ts";
import { Fact } from "./fact.tsx";
import "./outside-links.css";

/** Ways to what other programs know of a run or span, one after the other; nothing where the server has none. */
export function OutsideLinks({ values }: { values: LinkValues }) {
  const links = useOutsideLinks(values);
  return <>{links.length > 0 && <span class="outside-links">{links}</span>}</>;
}

/** The same as a fact among others. */
export function OutsideLinksFact({ values }: { values: LinkValues }) {
  const links = useOutsideLinks(values);
  return <>{links.length > 0 && <Fact word="Open in">{links}</Fact>}</>;
}

function useOutsideLinks(values: LinkValues) {
  const templates = useSettings().data?.links ?? [];
  return toOutsideLinks(templates, values).map(({ name, href }) => (
    <a key={name} class="outside-link" href={href} target="_blank" rel="noopener noreferrer">
      {name}
    </a>
  ));
}
