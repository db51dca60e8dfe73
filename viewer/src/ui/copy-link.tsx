import type { ViewModel } from "../models/create-view-model.ts";
import { toFrozenLink } from "../models/frozen-link.ts";
import { toPageLink } from "../models/page-link.ts";
import { CopyButton } from "./copy-button.tsx";

/** Copies the link to the page as others are to see it. `page` is what it shows, where the address may lag behind that. */
export function CopyLink({ label, page }: { label: string; page?: ViewModel }) {
  const read = () => (page ? toPageLink(page, window.location) : window.location.href);
  return (
    <CopyButton text={() => toFrozenLink(read(), Date.now())} label={label}>
      Copy link
    </CopyButton>
  );
}
