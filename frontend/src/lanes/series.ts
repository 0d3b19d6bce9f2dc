/** The lanes of a place: what stood there by time against its limits, ready to be drawn in any stretch of time. */
import type { Lanes, Profile, Steps, View } from "../data/view";
import { mass, plain } from "../format/units";
import { words } from "../words/en";

export interface Lane {
  id: "parking" | "working" | "waiting" | "storage" | "fuel";
  name: string;
  /** Starts [s] and values; a value holds until the next start. */
  steps: Steps;
  capacity: Steps | null;
  top: number;
  text: (value: number) => string;
  /** Of one run (the one that is shown), not a mean over all. */
  single: boolean;
}

const DAY_S = 86_400;

/** Returns values by bin as steps; equal neighbours are one step. */
export function stepsOf(values: readonly number[], bin: number): Steps {
  const found: Steps = [];
  values.forEach((value, index) => {
    if (found.at(-1)?.[1] !== value) found.push([index * bin, value]);
  });
  return found;
}

/** Returns the value that holds at a moment. */
export function stepAt(steps: Steps, now: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.[0] ?? 0) <= now) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1]?.[1] ?? 0;
}

/** Returns the lanes of a place; what neither happens nor is limited has none. */
export function lanesOf(record: View, lanes: Lanes, profile: Profile): Lane[] {
  const bin = record.lanes.bin_s;
  const count = (value: number) => plain(value);
  const kilograms = (value: number) => mass(value, profile);
  const found: Omit<Lane, "top">[] = [
    { id: "parking", name: words.lane.parking, steps: stepsOf(lanes.parking, bin), capacity: lanes.spots, text: count, single: false },
    { id: "working", name: words.lane.working, steps: stepsOf(lanes.working, bin), capacity: lanes.slots, text: count, single: false },
    { id: "waiting", name: words.lane.waiting, steps: stepsOf(lanes.waiting, bin), capacity: null, text: count, single: false },
    {
      id: "storage", name: words.lane.storage, steps: stepsOf(lanes.stored_kg, bin), text: kilograms, single: false,
      capacity: lanes.storage_kg === null ? null : [[0, lanes.storage_kg]],
    },
  ];
  if (lanes.fuel) {
    const { kg, kg_per_day: daily, issued } = lanes.fuel;
    const days = Math.ceil(record.scenario.horizon_s / DAY_S);
    const come: Steps = Array.from({ length: daily > 0 ? days : 1 }, (_, day) => [day * DAY_S, kg + daily * day]);
    found.push({ id: "fuel", name: words.lane.fuel, steps: issued, capacity: come, text: kilograms, single: true });
  }
  return found
    .map((lane) => ({ ...lane, top: Math.max(0, ...lane.steps.map(([, value]) => value), ...(lane.capacity ?? []).map(([, value]) => value)) }))
    .filter((lane) => lane.capacity !== null || lane.top > 0);
}

/** Returns the outline of steps as an SVG path: x in seconds, y from 0 (top) to 100. */
export function stepPath(steps: Steps, end: number, top: number, closed: boolean): string {
  const scale = top > 0 ? 100 / top : 0;
  const y = (value: number) => Math.round((100 - value * scale) * 100) / 100;
  const first = steps[0];
  if (!first) return "";
  const parts = [closed ? `M${first[0]} 100V${y(first[1])}` : `M${first[0]} ${y(first[1])}`];
  for (const [from, value] of steps.slice(1)) parts.push(`H${from}V${y(value)}`);
  parts.push(closed ? `H${end}V100Z` : `H${end}`);
  return parts.join("");
}

/** Returns a limit in words: 4, or 0 to 4; null = none is stated. */
export function limitWords(capacity: Steps | null, text: (value: number) => string): string {
  if (!capacity?.length) return words.lane.noLimit;
  const values = capacity.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? words.lane.limit(text(high)) : words.lane.limits(text(low), text(high));
}
