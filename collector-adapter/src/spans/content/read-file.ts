import { CUT_MARK, type ContentPart } from "@runline/contract";
import { isRecord } from "../is-record.ts";
import { firstText } from "./members.ts";

const URL_MEMBERS = ["url", "uri", "image_url", "imageUrl", "file_url", "fileUri", "file_uri", "image", "file"];
const DATA_MEMBERS = ["data", "file_data", "base64", "content", "bytes"];
const TYPE_MEMBERS = ["mimeType", "mime_type", "mediaType", "media_type", "contentType", "content_type"];
const NAME_MEMBERS = ["name", "filename", "file_name", "fileId", "file_id", "title"];
/** Members that hold the image or file inside the part. */
const INNER = [
  "image_url",
  "input_image",
  "source",
  "image",
  "inlineData",
  "inline_data",
  "fileData",
  "file_data",
  "media",
  "input_audio",
  "file",
  "document",
];

/** An image or a file that a part without a type holds: only a media type tells it from other objects. */
export function readFile(part: Record<string, unknown>): ContentPart | undefined {
  const file = readTypedFile(part);
  return file !== undefined && "mimeType" in file ? file : undefined;
}

/**
 * An image or a file in the words of any provider: with an address, with its bytes in base64, or merely named. `undefined` when
 * there is nothing of that kind.
 */
export function readTypedFile(part: Record<string, unknown>): ContentPart | undefined {
  const layers = [part, ...INNER.flatMap((name) => (isRecord(part[name]) ? [part[name]] : []))].toReversed();
  const find = (names: readonly string[]) => layers.map((layer) => firstText(layer, ...names)).find(Boolean);
  const url = find(URL_MEMBERS);
  const data = find(DATA_MEMBERS);
  const name = find(NAME_MEMBERS);
  const { type, modality, cut } = part;
  if (url === undefined && data === undefined && name === undefined && typeof cut !== "number") return undefined;
  const mimeType = find(TYPE_MEMBERS) ?? /^data:([\w.+/-]+)/.exec(url ?? data ?? "")?.[1];
  const bytes = data === undefined || data.startsWith("data:") ? data : `data:${mimeType ?? ""};base64,${data}`;
  const address = url ?? bytes;
  // Half an image is worth nothing.
  const isHalf = address !== undefined && address.startsWith("data:") && address.endsWith(CUT_MARK);
  const missing = isHalf ? address.length : cut;
  return {
    type: [type, modality, mimeType].some((word) => typeof word === "string" && /image/i.test(word)) ? "image" : "file",
    ...(name !== undefined && { name }),
    ...(mimeType !== undefined && { mimeType }),
    ...(address !== undefined && !isHalf && { url: address }),
    ...(typeof missing === "number" && { cut: missing }),
  };
}
