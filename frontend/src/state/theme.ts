/** Whether colours are dark now, and the colours of the style: pictures on a canvas are drawn anew when that changes. */
import { signal } from "@preact/signals";

const query = matchMedia("(prefers-color-scheme: dark)");
const known = new Map<string, string>();

export const dark = signal(query.matches);

query.addEventListener("change", () => {
  known.clear();
  dark.value = query.matches;
});

/** Returns the value of a colour of the style; asked once, for that makes the browser settle all styles. */
export function colour(name: string): string {
  let found = known.get(name);
  if (found === undefined) {
    found = getComputedStyle(document.documentElement).getPropertyValue(`--oa-${name}`).trim() || "#888";
    known.set(name, found);
  }
  return found;
}
