/** How large text is, against 16 px: pictures on a canvas grow with it, on a wide screen and for whoever enlarges text. */
import { computed, signal } from "@preact/signals";

const seen = signal(0);

function resized(): void {
  seen.value += 1;
}

globalThis.addEventListener("resize", resized);

export const textScale = computed(() => {
  if (seen.value < 0) return 1;
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return size > 0 ? size / 16 : 1;
});
