/** Whether there is room for the other pictures beside map and curve. */
import { signal } from "@preact/signals";

const query = globalThis.matchMedia("(min-width: 75rem)");

export const wide = signal(query.matches);

query.addEventListener("change", () => {
  wide.value = query.matches;
});
