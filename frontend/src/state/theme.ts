/** Whether colours are dark now: pictures on a canvas are drawn anew when that changes. */
import { signal } from "@preact/signals";

const query = matchMedia("(prefers-color-scheme: dark)");

export const dark = signal(query.matches);

query.addEventListener("change", () => {
  dark.value = query.matches;
});
