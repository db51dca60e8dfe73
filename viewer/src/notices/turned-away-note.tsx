import { useSignal } from "@preact/signals";
import { formatTimeOfDay } from "../format/format-time.ts";
import { useListNotices } from "../models/notice-queries.ts";
import { writeStorage } from "../models/write-storage.ts";
import { Popover } from "../ui/popover.tsx";
import { NoticeList } from "./notice-list.tsx";
import "./turned-away-note.css";

/** Who sends wrongly sends again soon: this often, in ms, the header asks whether somebody does. */
const POLL_MS = 10_000;
/** Where this tab keeps up to when notices were read. */
const STORAGE_KEY = "runline.notices-read";

/** Says in the header that senders were turned away, until that has been read; empty while none was. */
export function TurnedAwayNote() {
  const { data } = useListNotices({ pollMs: POLL_MS });
  const readAt = useSignal(Number(window.sessionStorage.getItem(STORAGE_KEY)));
  const notices = data?.notices ?? [];
  const unread = notices.filter(({ lastAt }) => lastAt > readAt.value).length;
  if (!data || unread === 0) return null;
  return (
    <Popover
      label="Turned away"
      className="turned-away"
      face={
        <>
          <b>{unread}</b> <span class="turned-away-words">turned away</span>
        </>
      }
    >
      {(close) => (
        <div class="turned-away-body">
          <p>
            <b>Not everything that came was taken.</b>{" "}
            <span class="muted">Since {formatTimeOfDay(data.since)}, when the server started, the newest first.</span>
          </p>
          <NoticeList notices={notices} />
          <button
            type="button"
            class="button"
            onClick={() => {
              close();
              readAt.value = Math.max(...notices.map(({ lastAt }) => lastAt));
              writeStorage(window.sessionStorage, STORAGE_KEY, String(readAt.value));
            }}
          >
            Put it away until more comes
          </button>
        </div>
      )}
    </Popover>
  );
}
