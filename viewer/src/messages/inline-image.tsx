import { useSignal } from "@preact/signals";
import type { ContentPart } from "@runline/contract";
import { formatBytes } from "../format/format-bytes.ts";
import { formatCount, formatPlural } from "../format/format-count.ts";

/** Pictures that came along, of the kinds that are pixels and nothing else. */
const PICTURE = /^data:(image\/(?:png|jpeg|gif|webp|avif));base64,/i;

/**
 * An image or a file of a message. A picture whose bytes came along is shown small; what has an address is named and not loaded:
 * the address is the model's or the sender's.
 */
export function InlineImage({ part }: { part: Extract<ContentPart, { type: "image" | "file" }> }) {
  const { type, name, mimeType, url = "", cut } = part;
  const size = useSignal<string | undefined>(undefined);
  const isBroken = useSignal(false);
  const [, pictureType] = PICTURE.exec(url) ?? [];
  const isInline = url.startsWith("data:");
  const words = [
    name,
    mimeType ?? pictureType,
    size.value,
    isInline ? formatBytes(toBytes(url)) : undefined,
    url !== "" && !isInline ? `${url} (not loaded)` : undefined,
    cut === undefined ? undefined : `${formatPlural(cut, "character")} cut`,
    isBroken.value ? "cannot be shown" : undefined,
  ];
  return (
    <figure class="message-file">
      {pictureType && !isBroken.value && (
        <img
          src={url}
          alt=""
          width={96}
          height={64}
          loading="lazy"
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
            size.value = `${formatCount(naturalWidth)} × ${formatCount(naturalHeight)}`;
          }}
          onError={() => (isBroken.value = true)}
        />
      )}
      <figcaption class="muted">
        {type === "image" ? "Image" : "File"} · {words.filter((word) => word !== undefined).join(" · ")}
      </figcaption>
    </figure>
  );
}

/** Of what is written in base64: three for each four characters. */
function toBytes(url: string): number {
  return Math.floor(((url.length - url.indexOf(",") - 1) * 3) / 4);
}
