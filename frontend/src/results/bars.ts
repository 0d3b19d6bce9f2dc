/** Which inputs swing an answer, in what order. */
import type { Deciding, Judgement, Ranged, Swings } from "../data/results";
import { readingWords } from "./told";

export interface Bar extends Ranged {
  /** Ends of the bar in the answer's unit; null = not known. */
  from: number | null;
  to: number | null;
  size: number | null;
  /** What is the input's own, of a share of variance. */
  own: number | null;
  whisker: [number, number] | null;
  atLow: number | null;
  atHigh: number | null;
}

export interface Tornado {
  id: string;
  name: string;
  unit: string | null;
  /** Where the bars hang: the answer as it is, or zero. */
  now: number;
  bars: Bar[];
  method: "oat" | "morris" | "sobol" | "judge";
}

export const WEAK: readonly string[] = ["assumed", "estimated"];

/** Returns the pictures that can be drawn: of an answer, and of every reading that inputs decide. */
export function tornados(swings: Swings | null, judged: Judgement | null): Tornado[] {
  const found: Tornado[] = [];
  if (swings) found.push(ofSwings(swings));
  for (const claim of judged?.claims ?? []) {
    claim.readings.forEach((row, index) => {
      if (!row.deciding.length) return;
      found.push({
        id: `${claim.id}:${index}`,
        name: `${claim.id}: ${readingWords(row)}`,
        unit: row.unit,
        now: row.measured?.p50 ?? row.probability ?? 0,
        bars: row.deciding.map(ofDeciding),
        method: "judge",
      });
    });
  }
  return found;
}

function ofSwings(found: Swings): Tornado {
  const oat = found.method === "oat";
  return {
    id: "answer",
    name: found.answer,
    unit: found.method === "sobol" ? "share" : found.unit,
    now: oat ? (found.now ?? 0) : 0,
    method: found.method,
    bars: found.rows.map((row) => ({
      ...row,
      from: oat ? (row.at_low ?? null) : 0,
      to: oat ? (row.at_high ?? null) : row.size,
      own: row.first?.value ?? null,
      whisker: !oat && row.interval ? [Math.max(row.interval.low, 0), row.interval.high] : null,
      atLow: row.at_low ?? null,
      atHigh: row.at_high ?? null,
    })),
  };
}

function ofDeciding(row: Deciding): Bar {
  return { ...row, from: row.at_low, to: row.at_high, size: row.swing, own: null, whisker: null, atLow: row.at_low, atHigh: row.at_high };
}

/** Returns the bars to look at first: what nobody published and moves the answer, the assumed before the estimated. */
export function ordered(bars: readonly Bar[], order: "chase" | "size"): Bar[] {
  const rank = (bar: Bar) => (order === "size" || !bar.size ? 0 : WEAK.includes(bar.basis) ? WEAK.indexOf(bar.basis) - WEAK.length : 0);
  return [...bars].sort((a, b) => rank(a) - rank(b) || (b.size ?? -1) - (a.size ?? -1));
}

/** Returns the ends of the scale that holds all bars. */
export function extent(found: Tornado): [number, number] {
  const ends = [found.now, ...found.bars.flatMap((bar) => [bar.from, bar.to, ...(bar.whisker ?? [])])].filter((one) => one !== null);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return high > low ? [low, high] : [low, low + 1];
}
