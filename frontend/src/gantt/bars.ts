/** What each tail does, as bars in order of time: sorted once, then searched, so that 500 tails stay quick. */
import type { View } from "../data/view";

export const KINDS = [
  "laden", "empty", "onload", "offload", "enroute", "service", "ready",
  "place", "cargo", "permission", "crew", "disrupted", "broken", "rest", "base",
] as const;
export type Kind = (typeof KINDS)[number];

/** Kinds in which a tail waits. */
export const WAITS: ReadonlySet<Kind> = new Set<Kind>(["place", "cargo", "permission", "crew", "disrupted"]);

/** Which group a cause of waiting belongs to. */
const CAUSES: Record<string, Kind> = {
  parking: "place", working: "place", storage: "place", fuel: "place", runway: "place",
  trucks: "cargo", convoy: "cargo", cargo: "cargo",
  hours: "permission", slot: "permission", clearance: "permission",
  crew: "crew", rest: "crew", disruption: "disrupted", repair: "broken",
};

const STATES: Record<string, Kind> = {
  onload: "onload", offload: "offload", "en route": "enroute", service: "service",
  broken: "broken", rest: "rest", base: "base", "after service": "ready", waiting: "ready", holding: "place",
};
const SERVICES = new Set(["onload", "offload", "en route", "service", "broken", "rest"]);

export interface Bar {
  tail: number;
  from: number;
  to: number;
  kind: Kind;
  /** Row of `legs` or of `stays`. */
  row: number;
  flies: boolean;
}

/** Returns what a stay is drawn as. */
export function kindOf(state: string, cause: string | null): Kind {
  if (SERVICES.has(state)) return STATES[state] ?? "service";
  return (cause === null ? undefined : CAUSES[cause]) ?? STATES[state] ?? "ready";
}

/** The bars of all tails, each tail's from `first[tail]` up to `first[tail + 1]`. */
export class Bars {
  readonly first: Int32Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly kind: Uint8Array;
  /** Row of `legs`, or -1 - row of `stays`. */
  readonly row: Int32Array;

  constructor(record: View) {
    const { legs, stays, words } = record;
    const kinds = words.states.map((state) => [-1, ...words.causes.keys()].map((cause) => KINDS.indexOf(kindOf(state, words.causes[cause] ?? null))));
    const tails = record.tails.length;
    const counts = new Int32Array(tails + 1);
    for (const tail of [...legs.tail, ...stays.tail]) counts[tail + 1] = (counts[tail + 1] ?? 0) + 1;
    for (let tail = 0; tail < tails; tail += 1) counts[tail + 1] = (counts[tail + 1] ?? 0) + (counts[tail] ?? 0);
    this.first = counts.slice();
    const size = legs.tail.length + stays.tail.length;
    const order = new Int32Array(size);
    const place = (tail: number, row: number) => {
      order[counts[tail] ?? 0] = row;
      counts[tail] = (counts[tail] ?? 0) + 1;
    };
    legs.tail.forEach((tail, row) => { place(tail, row); });
    stays.tail.forEach((tail, row) => { place(tail, -1 - row); });
    const starts = (row: number) => (row >= 0 ? legs.out[row] : stays.from[-1 - row]) ?? 0;
    for (let tail = 0; tail < tails; tail += 1) order.subarray(this.first[tail], this.first[tail + 1]).sort((a, b) => starts(a) - starts(b));
    this.row = order;
    this.from = Float64Array.from(order, starts);
    this.to = Float64Array.from(order, (row) => (row >= 0 ? legs.over[row] : stays.to[-1 - row]) ?? 0);
    this.kind = Uint8Array.from(order, (row) =>
      row >= 0 ? (legs.laden[row] === 1 ? 0 : 1) : (kinds[stays.state[-1 - row] ?? 0]?.[(stays.cause[-1 - row] ?? -1) + 1] ?? 0),
    );
  }

  /** Returns the first bar of a tail that ends after a moment (of all bars, not only of the tail's). */
  seek(tail: number, moment: number): number {
    let [low, high] = [this.first[tail] ?? 0, this.first[tail + 1] ?? 0];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.to[middle] ?? 0) <= moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Returns a bar by its index, or null where the tail has none there. */
  bar(tail: number, index: number): Bar | null {
    if (index < (this.first[tail] ?? 0) || index >= (this.first[tail + 1] ?? 0)) return null;
    const row = this.row[index] ?? 0;
    return {
      tail, from: this.from[index] ?? 0, to: this.to[index] ?? 0, kind: KINDS[this.kind[index] ?? 0] ?? "base",
      row: row >= 0 ? row : -1 - row, flies: row >= 0,
    };
  }

  /** Returns what a tail does at a moment; null = nothing is known of it. */
  at(tail: number, moment: number): Bar | null {
    const found = this.bar(tail, this.seek(tail, moment));
    return found && found.from <= moment ? found : null;
  }

  /** Returns the bars of a tail that touch a stretch of time. */
  between(tail: number, from: number, to: number): Bar[] {
    const found: Bar[] = [];
    for (let index = this.seek(tail, from); ; index += 1) {
      const bar = this.bar(tail, index);
      if (!bar || bar.from >= to) return found;
      found.push(bar);
    }
  }

  /** Returns the bar before (-1) or after (1) the one at a moment. */
  beside(tail: number, moment: number, step: -1 | 1): Bar | null {
    const index = this.seek(tail, moment);
    const here = this.bar(tail, index);
    if (step > 0 && here && here.from > moment) return here;
    return this.bar(tail, index + step);
  }

  /** Returns how long each tail waits [s]. */
  waiting(): Float64Array {
    const found = new Float64Array(this.first.length - 1);
    const waits = KINDS.map((kind) => WAITS.has(kind));
    for (let tail = 0; tail < found.length; tail += 1) {
      let sum = 0;
      for (let index = this.first[tail] ?? 0; index < (this.first[tail + 1] ?? 0); index += 1) {
        if (waits[this.kind[index] ?? 0]) sum += (this.to[index] ?? 0) - (this.from[index] ?? 0);
      }
      found[tail] = sum;
    }
    return found;
  }
}
