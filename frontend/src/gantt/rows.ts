/** Which tails are shown, and in what order. */
import { computed } from "@preact/signals";
import type { View } from "../data/view";
import { linked } from "../state/link";
import { view } from "../state/store";
import { Bars } from "./bars";

export const find = linked("find");
export const sort = linked("sort");

export const bars = computed<Bars | null>(() => (view.value ? new Bars(view.value) : null));

/** Returns the tails whose name, type or base holds a text, as listed or the longest waiting first. */
export function ordered(record: View, all: Bars, sought: string, by: string): number[] {
  const text = sought.trim().toLowerCase();
  const found = record.tails
    .map((_, index) => index)
    .filter((index) => {
      const tail = record.tails[index];
      return `${tail?.name ?? ""} ${record.types[tail?.type ?? -1] ?? ""} ${record.places[tail?.base ?? -1]?.id ?? ""}`.toLowerCase().includes(text);
    });
  if (by !== "waiting") {
    const used = (tail: number) => (all.first[tail + 1] ?? 0) > (all.first[tail] ?? 0) + 1;
    return [...found.filter(used), ...found.filter((tail) => !used(tail))];
  }
  const waits = all.waiting();
  return found.sort((a, b) => (waits[b] ?? 0) - (waits[a] ?? 0) || a - b);
}

export const order = computed<number[]>(() => {
  const [record, all] = [view.value, bars.value];
  return record && all ? ordered(record, all, find.value, sort.value) : [];
});
