/** Puts the clock where a pointer presses, and lets it follow. */
import { playing, setTime } from "../state/store";

export function scrubbed(place: HTMLElement, secondsAt: (clientX: number) => number): () => void {
  const move = (event: PointerEvent) => {
    setTime(secondsAt(event.clientX));
  };
  const end = () => {
    place.removeEventListener("pointermove", move);
  };
  const begin = (event: PointerEvent) => {
    if (event.button !== 0) return;
    playing.value = false;
    move(event);
    place.setPointerCapture(event.pointerId);
    place.addEventListener("pointermove", move);
  };
  place.addEventListener("pointerdown", begin);
  place.addEventListener("pointerup", end);
  place.addEventListener("pointercancel", end);
  return () => {
    end();
    place.removeEventListener("pointerdown", begin);
    place.removeEventListener("pointerup", end);
    place.removeEventListener("pointercancel", end);
  };
}
