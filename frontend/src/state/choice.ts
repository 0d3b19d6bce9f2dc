/** What is chosen in any picture: a tail or a place, by its index in the record. */
import { computed } from "@preact/signals";
import { screen, selected, view } from "./store";

export interface Choice {
  kind: "tail" | "place";
  index: number;
}

export const chosen = computed<Choice | null>(() => {
  const record = view.value;
  const [kind, ...rest] = selected.value.split(":");
  const name = rest.join(":");
  if (!record) return null;
  if (kind === "tail") {
    const index = record.tails.findIndex((one) => one.name === name);
    return index < 0 ? null : { kind, index };
  }
  const index = kind === "place" ? record.places.findIndex((one) => one.id === name) : -1;
  return index < 0 ? null : { kind: "place", index };
});

/** Returns the tail that is chosen, or -1. */
export const chosenTail = computed(() => (chosen.value?.kind === "tail" ? chosen.value.index : -1));

/** Returns the place that is chosen, or -1. */
export const chosenPlace = computed(() => (chosen.value?.kind === "place" ? chosen.value.index : -1));

export function chooseTail(index: number): void {
  selected.value = `tail:${view.peek()?.tails[index]?.name ?? ""}`;
}

export function choosePlace(index: number): void {
  selected.value = `place:${view.peek()?.places[index]?.id ?? ""}`;
}

export function go(to: string): void {
  screen.value = to;
}
