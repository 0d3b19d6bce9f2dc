/** On which parts of a reading a verdict hangs: what changes it when nothing else does. */
import type { Reading } from "../data/results";
import { words } from "../words/en";

export interface Part {
  name: string;
  values: { value: string; counts: Map<string, number> }[];
  /** Pairs of readings that differ in this part alone, and those of them that have another verdict. */
  pairs: number;
  changed: number;
}

/** As they are counted: what holds first, what can't be told last. */
const ORDER = ["consistent", "possible only if", "not reachable", "no power", "untestable"];

export function verdictOf(row: Reading): string {
  return row.verdict ?? words.notJudged;
}

/** Returns how many readings have which verdict, in the order in which verdicts are told. */
export function countsOf(rows: readonly Reading[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(verdictOf(row), (counts.get(verdictOf(row)) ?? 0) + 1);
  const rank = (verdict: string) => (ORDER.indexOf(verdict) + ORDER.length + 1) % (ORDER.length + 1);
  return new Map([...counts].sort(([a], [b]) => rank(a) - rank(b)));
}

/** Returns the parts in which readings differ, those that change the verdict most often first. */
export function partsOf(rows: readonly Reading[]): Part[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.reading)))];
  const found = names.flatMap((name): Part[] => {
    const values = [...new Set(rows.map((row) => valueOf(row, name)))];
    if (values.length < 2) return [];
    const alike = new Map<string, Reading[]>();
    for (const row of rows) {
      if (row.verdict === null) continue;
      const key = names.filter((one) => one !== name).map((one) => valueOf(row, one)).join("\u0000");
      alike.set(key, [...(alike.get(key) ?? []), row]);
    }
    let [pairs, changed] = [0, 0];
    for (const group of alike.values()) {
      for (const [at, one] of group.entries()) {
        for (const other of group.slice(at + 1)) {
          pairs += 1;
          if (one.verdict !== other.verdict) changed += 1;
        }
      }
    }
    return [{ name, pairs, changed, values: values.map((value) => ({ value, counts: countsOf(rows.filter((row) => valueOf(row, name) === value)) })) }];
  });
  return found.sort((a, b) => b.changed / Math.max(b.pairs, 1) - a.changed / Math.max(a.pairs, 1));
}

export function valueOf(row: Reading, name: string): string {
  return String(row.reading[name] ?? "–");
}

/** Returns what is the same in all readings. */
export function fixedParts(rows: readonly Reading[]): [string, string][] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.reading)))];
  return names.flatMap((name): [string, string][] => {
    const values = [...new Set(rows.map((row) => valueOf(row, name)))];
    return values.length === 1 && rows.length > 1 ? [[name, values[0] ?? "–"]] : [];
  });
}

export interface Way {
  verdict: string;
  /** Inputs that have to move, each once; none for other verdicts. */
  moved: string[];
  rows: Reading[];
  /** Names of parts with the one value that all of these readings, and no others, have. */
  where: string[];
}

/** Returns readings that have the same verdict for the same inputs as one, the largest first within a verdict. */
export function waysOf(rows: readonly Reading[]): Way[] {
  const found = new Map<string, Way>();
  for (const row of rows) {
    const moved = [...new Set((row.only_if?.moved ?? []).map((one) => one.input))].sort();
    const reason = row.verdict === "untestable" ? row.reasons : moved;
    const key = [verdictOf(row), ...reason].join("\u0000");
    const way = found.get(key) ?? { verdict: verdictOf(row), moved: reason, rows: [], where: [] };
    way.rows.push(row);
    found.set(key, way);
  }
  const verdicts = [...countsOf(rows).keys()];
  const ways = [...found.values()].sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || b.rows.length - a.rows.length);
  const parts = partsOf(rows);
  for (const way of ways) {
    for (const { name, values } of parts) {
      const own = new Set(way.rows.map((row) => valueOf(row, name)));
      if (own.size < values.length) way.where.push(`${name} ${[...own].join(words.or)}`);
    }
  }
  return ways;
}

/** The filter of readings, as the link writes it: part:value, commas between; the verdict is a part of its own. */
export type Filter = ReadonlyMap<string, string>;

export const VERDICT = "verdict";

export function filterOf(text: string): Filter {
  const found = new Map<string, string>();
  for (const piece of text.split(",")) {
    const [name, value] = piece.split(":");
    if (name && value) found.set(decoded(name), decoded(value));
  }
  return found;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function filterText(filter: Filter): string {
  return [...filter].map(([name, value]) => `${encodeURIComponent(name)}:${encodeURIComponent(value)}`).join(",");
}

export function fits(row: Reading, filter: Filter): boolean {
  return [...filter].every(([name, value]) => (name === VERDICT ? verdictOf(row) : valueOf(row, name)) === value);
}
