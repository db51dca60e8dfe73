import { toFrozenLink } from "../models/frozen-link.ts";
import { CopyButton } from "./copy-button.tsx";

/** Copies the address of the page as others are to see it. */
export function CopyLink({ label }: { label: string }) {
  return (
    <CopyButton text={() => toFrozenLink(window.location.href, Date.now())} label={label}>
      Copy link
    </CopyButton>
  );
}
