/** Two options side by side: the numbers of a comparison that stand behind the pictures. */
import type { Comparison, Compared, DayCurve, Difference, Measure } from "../data/results";

export interface Side {
  a: Compared;
  b: Compared;
  /** The differences of B from A, run by run. */
  measures: Record<string, Difference>;
}

/** Returns the first option and the chosen other one; null = there is no other. */
export function sides(found: Comparison, chosen: string): Side | null {
  const [a, ...others] = found.options;
  const b = others.find((one) => one.name === chosen) ?? others[0];
  if (!a || !b) return null;
  const row = found.differences.find((one) => one.option === b.name);
  return { a, b, measures: row?.measures ?? {} };
}

/** Returns the measures, those in which something differs first. */
export function measuresOf(found: Comparison, side: Side): { differ: Measure[]; alike: Measure[] } {
  const moves = (one: Measure) => {
    const change = side.measures[one.name];
    return change !== undefined && !(change.mean === 0 && change.low === 0 && change.high === 0);
  };
  return { differ: found.measures.filter(moves), alike: found.measures.filter((one) => !moves(one)) };
}

/** Returns the curve of the objective, else of what is delivered of everything. */
export function mainCurve(found: Comparison): DayCurve | null {
  const { objective_mark, objective_meter } = found.scenario;
  const all = found.shares_by_day.filter((one) => one.group === "all");
  return (
    all.find((one) => one.mark === objective_mark && one.meter === objective_meter) ??
    all.find((one) => one.mark === "delivered") ??
    all[0] ??
    null
  );
}

/** Returns the share that an option has at a time [s], the last day that has passed; 0 before the first. */
export function shareAt(curve: DayCurve, option: string, seconds: number): number | null {
  let found: number | null = 0;
  for (const row of curve.rows) {
    if (row.day * 86_400 > seconds) break;
    found = row.options[option]?.p50 ?? null;
  }
  return found;
}

/** Returns ticks of a scale from 0 that holds a value: few, round. */
export function roundTicks(top: number): number[] {
  if (!(top > 0)) return [0, 1];
  const raw = top / 4;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * size >= raw) ?? 10) * size;
  const ticks = [0];
  while ((ticks.at(-1) ?? 0) < top) ticks.push(step * ticks.length);
  return ticks;
}
