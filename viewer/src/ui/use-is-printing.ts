import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Whether the page is being printed: what is drawn for a screen alone is then drawn whole. */
export function useIsPrinting(): boolean {
  const isPrinting = useSignal(false);
  useEffect(() => {
    const print = matchMedia("print");
    const look = () => (isPrinting.value = print.matches);
    print.addEventListener("change", look);
    return () => print.removeEventListener("change", look);
  }, []);
  return isPrinting.value;
}
