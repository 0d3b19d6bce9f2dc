/** Who is where at a moment: from columns that are searched, not scanned, so that a scrub stays quick. */
import type { Position, View } from "../data/view";
import { along, course } from "./sphere";

/** States of a tail in which it holds no spot. */
const NO_SPOT = new Set(["holding", "base"]);

interface Spans {
  /** Rows of the columns, sorted by their start. */
  rows: number[];
  starts: number[];
}

export interface Flying {
  tail: number;
  leg: number;
  at: Position;
  course: number;
  laden: boolean;
  holding: boolean;
}

export interface Driving {
  drive: number;
  at: Position;
}

export interface Standing {
  parked: number;
  holding: number;
}

/** Finds what is under way, and what stands, at any moment of a record. */
export class Traffic {
  private readonly legs: Spans[];
  private readonly stays: Spans[];
  private readonly drives: Spans;
  private readonly longest: number;

  constructor(private readonly record: View) {
    const count = record.tails.length;
    this.legs = byTail(record.legs.tail, record.legs.out, count);
    this.stays = byTail(record.stays.tail, record.stays.from, count);
    this.drives = sorted(record.drives.out.map((_, row) => row), record.drives.out);
    this.longest = record.drives.out.reduce((most, out, row) => Math.max(most, (record.drives.in[row] ?? out) - out), 0);
  }

  /** Returns the aircraft in the air. */
  flying(now: number): Flying[] {
    const { legs, places } = this.record;
    const found: Flying[] = [];
    this.legs.forEach((spans, tail) => {
      const leg = latest(spans, now);
      if (leg === null || (legs.in[leg] ?? 0) <= now) return;
      const from = places[legs.from[leg] ?? -1]?.at;
      const to = places[legs.to[leg] ?? -1]?.at;
      if (!from || !to) return;
      const [out, over] = [legs.out[leg] ?? 0, legs.over[leg] ?? 0];
      const share = over > out ? Math.min((now - out) / (over - out), 1) : 1;
      const at = along(from, to, share);
      const ahead = share < 1 ? course(at, to) : course(from, to);
      found.push({ tail, leg, at, course: ahead, laden: legs.laden[leg] === 1, holding: now >= over });
    });
    return found;
  }

  /** Returns what is on its way by surface. */
  driving(now: number): Driving[] {
    const { drives, places } = this.record;
    const found: Driving[] = [];
    for (let i = after(this.drives.starts, now) - 1; i >= 0; i -= 1) {
      const row = this.drives.rows[i] ?? 0;
      const out = drives.out[row] ?? 0;
      if (now - out > this.longest) break;
      const into = drives.in[row] ?? 0;
      const from = places[drives.from[row] ?? -1]?.at;
      const to = places[drives.to[row] ?? -1]?.at;
      if (into > now && from && to) found.push({ drive: row, at: along(from, to, (now - out) / Math.max(into - out, 1)) });
    }
    return found;
  }

  /** Returns, by place, how many tails hold a spot and how many hold over it. */
  standing(now: number): Standing[] {
    const { stays, places, words } = this.record;
    const found = places.map(() => ({ parked: 0, holding: 0 }));
    for (const spans of this.stays) {
      const row = latest(spans, now);
      if (row === null || (stays.to[row] ?? 0) <= now) continue;
      const state = words.states[stays.state[row] ?? -1] ?? "";
      const place = found[stays.place[row] ?? -1];
      if (!place) continue;
      if (state === "holding") place.holding += 1;
      else if (!NO_SPOT.has(state)) place.parked += 1;
    }
    return found;
  }

  /** Returns the row of `stays` that a tail is in, or null while it flies. */
  stayOf(tail: number, now: number): number | null {
    const row = latest(this.stays[tail] ?? { rows: [], starts: [] }, now);
    return row !== null && (this.record.stays.to[row] ?? 0) > now ? row : null;
  }
}

function byTail(tails: readonly number[], starts: readonly number[], count: number): Spans[] {
  const rows: number[][] = Array.from({ length: count }, () => []);
  tails.forEach((tail, row) => rows[tail]?.push(row));
  return rows.map((one) => sorted(one, starts));
}

function sorted(rows: readonly number[], starts: readonly number[]): Spans {
  const kept = [...rows].sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0));
  return { rows: kept, starts: kept.map((row) => starts[row] ?? 0) };
}

/** Returns how many of the sorted values are at most `now`. */
function after(values: readonly number[], now: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}

function latest(spans: Spans, now: number): number | null {
  return spans.rows[after(spans.starts, now) - 1] ?? null;
}
