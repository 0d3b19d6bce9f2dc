/** Numbers and verdicts of results in the words of the app. */
import type { Difference, Measure, Ranged, Reading } from "../data/results";
import type { Profile } from "../data/view";
import { amount, mass, percent, plain } from "../format/units";
import { words } from "../words/en";

/** Returns a share with a digit more than elsewhere: thresholds differ by less than a percent. */
export function share(value: number): string {
  return `${(100 * value).toFixed(1).replace(/\.0$/, "")} %`;
}

/** Returns a number of an answer or a reading with its unit; null = not known. */
export function answer(value: number | null | undefined, unit: string | null, profile: Profile, unknown: string = words.notKnown): string {
  if (value === null || value === undefined) return unknown;
  if (unit === "share" || unit === null) return share(value);
  if (unit === "kg") return mass(value, profile);
  if (unit === "USD") return amount(value, "usd", profile);
  return `${plain(value)} ${unit}`.trim();
}

/** Returns a number of a measure; what has none is not within the horizon. */
export function measured(value: number | null | undefined, unit: string, profile: Profile): string {
  if (unit.startsWith("weighted kg") && typeof value === "number") return `${plain(value / 1000)} ${unit.replace("kg", "t")}`;
  return answer(value, unit, profile, words.notWithin);
}

export function signed(value: number, unit: string, profile: Profile): string {
  return `${value > 0 ? "+" : ""}${measured(value, unit, profile)}`;
}

/** Returns two ends as one text: a unit that both have stands once, and one end where both are the same. */
export function ends(low: string, high: string): string {
  if (low === high) return low;
  const unit = /^\S+( .+)$/.exec(low)?.[1] ?? "";
  return unit && high.endsWith(unit) ? `${low.slice(0, -unit.length)}${words.to}${high}` : `${low}${words.to}${high}`;
}

/** Returns P50 with P10 and P90. */
export function spread(value: { p10: number | null; p50: number | null; p90: number | null }, unit: string, profile: Profile): string {
  const [low, middle, high] = [value.p10, value.p50, value.p90].map((one) => measured(one, unit, profile)) as [string, string, string];
  return low === high ? middle : `${middle} [${ends(low, high)}]`;
}

export type Clear = "none" | "zero" | "noise" | "clear";

/** Returns whether a difference can be told from nothing. */
export function clearness(change: Difference): Clear {
  if (change.mean === 0 && change.low === 0 && change.high === 0) return "none";
  if (change.low <= 0 && change.high >= 0) return "zero";
  return change.clear ? "clear" : "noise";
}

/** Returns a difference with its interval and how sure it is. */
export function difference(change: Difference, measure: Measure, profile: Profile): string {
  const clear = clearness(change);
  if (clear === "none") return words.clear4.none;
  const mean = signed(change.mean, measure.unit, profile);
  const range = ends(signed(change.low, measure.unit, profile), signed(change.high, measure.unit, profile));
  return range === mean ? mean : `${mean} [${range}]`;
}

export function rangeWords(item: Ranged, end: "low" | "high"): string {
  return `${item[end]} ${item.unit}`.trim();
}

export function knownBy(item: Ranged): string {
  return [item.basis, ...item.grades].join(", ");
}

/** Returns the values of a reading in a line. */
export function readingWords(row: Reading): string {
  return Object.entries(row.reading).map(([name, value]) => `${name} ${value}`).join(" · ") || words.onlyReading;
}

/** Returns what a verdict rests on, in a sentence. */
export function verdictWords(row: Reading, profile: Profile): string {
  const reasons = row.reasons.join("; ");
  const asked = answer(row.threshold, row.unit, profile);
  switch (row.verdict) {
    case null:
      return words.verdicts.none(reasons);
    case "consistent":
      return words.verdicts.consistent;
    case "untestable":
      return words.verdicts.untestable(reasons);
    case "possible only if":
      if (!row.only_if) return words.verdicts.outside(reasons, row.bound === null ? null : answer(row.bound, row.unit, profile));
      return (
        words.verdicts.onlyIf(
          row.only_if.moved.map((one) => words.verdicts.moved(one.input, one.basis, one.words)).join(words.and),
          percent(row.only_if.probability),
        ) + (row.alone_too.length ? ` ${words.verdicts.alone(row.alone_too.join(", "))}` : "")
      );
    case "not reachable": {
      const held = row.held.join(", ");
      const bound = answer(row.bound, row.unit, profile);
      return row.bound_cited === null
        ? words.verdicts.unreachable(held, bound, asked)
        : words.verdicts.unreachableCited(held, answer(row.bound_cited, row.unit, profile), asked, bound);
    }
    case "no power":
      return words.verdicts.noPower(
        answer(row.drawn?.p5, row.unit, profile),
        answer(row.drawn?.p95, row.unit, profile),
        answer(row.most, row.unit, profile),
      );
    default:
      return row.verdict;
  }
}

/** Returns how often a reading holds, and what was measured. */
export function probabilityWords(row: Reading, profile: Profile): string[] {
  if (row.probability === null) return [];
  const told = [words.holds(percent(row.probability), row.interval && `${percent(row.interval.low)}${words.to}${percent(row.interval.high)}`)];
  if (row.with_option !== null) told.push(words.withOption(percent(row.with_option)));
  if (row.measured) {
    const [low, middle, high] = [row.measured.p10, row.measured.p50, row.measured.p90].map((one) => answer(one, row.unit, profile));
    told.push(words.isThere(middle ?? "", low ?? "", high ?? "", answer(row.threshold, row.unit, profile)));
  }
  if (row.drawn_probability !== null) told.push(words.drawn(percent(row.drawn_probability)));
  return told;
}
