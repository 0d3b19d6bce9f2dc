/** What the verbs `judge`, `sensitivity` and `compare` return, as far as the app shows it. */
import { FORM, type View } from "./view";

export interface Interval {
  low: number;
  high: number;
}

/** An input with its range. */
export interface Ranged {
  input: string;
  basis: string;
  grades: string[];
  cited: boolean;
  low: string;
  high: string;
  unit: string;
  range: string;
  cells: number;
}

export interface Deciding extends Ranged {
  at_low: number | null;
  at_high: number | null;
  swing: number | null;
}

export interface Moved extends Ranged {
  words: string;
}

export interface Reading {
  reading: Record<string, string | number>;
  verdict: string | null;
  probability: number | null;
  interval: Interval | null;
  with_option: number | null;
  threshold: number | null;
  unit: string | null;
  measured: { p10: number; p50: number; p90: number } | null;
  most: number | null;
  drawn: { p5: number; p50: number; p95: number } | null;
  drawn_probability: number | null;
  bound: number | null;
  bound_cited: number | null;
  held: string[];
  only_if: { moved: Moved[]; probability: number } | null;
  alone_too: string[];
  deciding: Deciding[];
  reasons: string[];
}

export interface JudgedClaim {
  id: string;
  says: string;
  test: string;
  without: string[];
  note: string | null;
  evidence: string[];
  readings: Reading[];
}

interface Told {
  title: string;
  version: string;
  seed: number;
  runs: number;
  complete: boolean;
  scenario: {
    name: string;
    options: string[];
    fingerprint: string;
    start: string;
    horizon_days: number;
    objective_meter: string;
    objective_mark: string;
    profile: string;
    banner: string | null;
  };
}

export interface Judgement extends Told {
  trial_runs: number;
  draws: number;
  inputs_with_range: number;
  verdicts: Record<string, number>;
  claims: JudgedClaim[];
}

/** The claims in the summary of a run, judged or not. */
export interface SummaryClaims {
  judged: Pick<Judgement, "runs" | "seed" | "trial_runs" | "draws" | "inputs_with_range" | "verdicts"> | null;
  reason: string | null;
  command: string | null;
  claims: (Omit<JudgedClaim, "readings"> & { readings: Reading[] | null })[];
}

export interface Figure {
  value: number | null;
  interval: Interval | null;
}

export interface Effect extends Ranged {
  size: number | null;
  interval: Interval | null;
  at_low?: number | null;
  at_high?: number | null;
  mean?: Figure;
  first?: Figure;
  interaction?: Figure;
}

export interface Swings extends Told {
  kind: "sensitivity";
  method: "oat" | "morris" | "sobol";
  answer: string;
  unit: string;
  now: number | null;
  now_interval: Interval | null;
  rows: Effect[];
  chase: string[];
  without_range: { input: string; basis: string; cells: number; rows: string[] }[];
}

export interface Change {
  cell: string;
  kind: string;
  before: string | null;
  after: string | null;
  basis_before: string | null;
  basis: string | null;
  evidence: string[];
  source: string | null;
  by: string | null;
}

export interface Spread {
  mean: number;
  p10: number | null;
  p50: number | null;
  p90: number | null;
  within_horizon_share: number;
}

export interface Compared {
  name: string;
  options: { id: string; title: string; status: { on: string; status: string }[]; evidence: string[] }[];
  event: boolean;
  changes: Change[];
  plan: { missions: number; mass_kg: number; undelivered: { line: string; reason: string }[]; made_for: string };
  results: {
    closure_h: { p10: number | null; p50: number | null; p90: number | null; closed_share: number };
    measures: Record<string, Spread>;
    sorties_by_type: Record<string, number>;
  };
}

export interface Measure {
  name: string;
  words: string;
  unit: string;
  better: "more" | "less" | null;
  censored_at_horizon: boolean;
  planner_noise: number | null;
}

export interface Difference extends Interval {
  mean: number;
  clear: boolean;
  less_share: number | null;
  equal_share: number | null;
  more_share: number | null;
}

export interface DayShare {
  p10: number;
  p50: number;
  p90: number;
  difference?: Interval & { mean: number };
}

export interface DayCurve {
  mark: string;
  meter: string;
  group: string;
  rows: { day: number; date: string; options: Record<string, DayShare> }[];
}

export interface Regret {
  futures: { name: string; runs: number }[];
  options: Record<string, { regret: number[]; worst: number; by_run: { mean: number; p90: number } }>;
}

export interface Front {
  x: string;
  y: string;
  options: Record<string, { x: number; y: number; dominated_by: string[]; dominated_share: number }>;
}

export interface Comparison extends Told {
  effort: number;
  left_out: string[];
  not_compared: { option: string; reason: string }[];
  compared_with: string;
  options: Compared[];
  measures: Measure[];
  differences: { option: string; inputs: string[]; measures: Record<string, Difference> }[];
  shares_by_day: DayCurve[];
  ranks: Record<string, Record<string, number[]>>;
  regret: { measures: Record<string, Regret> };
  regret_over_futures: { futures: { name: string }[]; measures: Record<string, Regret> };
  fronts: Front[];
}

export type Result = { judged: Judgement } | { swings: Swings } | { compared: Comparison };

function held(record: unknown, name: string): unknown {
  return typeof record === "object" && record !== null ? (record as Record<string, unknown>)[name] : undefined;
}

/** Returns which of the three a record is; null = none of them. */
export function resultOf(record: unknown): Result | null {
  if (held(record, "kind") === "sensitivity" && Array.isArray(held(record, "rows"))) return { swings: record as Swings };
  if (typeof held(record, "compared_with") === "string") return { compared: record as Comparison };
  if (Array.isArray(held(record, "claims")) && held(record, "verdicts")) return { judged: record as Judgement };
  return null;
}

/** Returns the judgement that a summary holds; null = its claims were not judged. */
export function judgementOf(view: View): Judgement | null {
  const found = view.summary.claims;
  if (!found?.judged) return null;
  const { scenario } = view;
  return {
    ...found.judged,
    title: view.title,
    version: view.study.version,
    complete: true,
    scenario: {
      name: scenario.name,
      options: scenario.options,
      fingerprint: scenario.fingerprint,
      start: scenario.start,
      horizon_days: scenario.horizon_s / 86_400,
      objective_meter: scenario.meter,
      objective_mark: scenario.mark,
      profile: scenario.profile,
      banner: view.banner,
    },
    claims: found.claims.flatMap((claim) => (claim.readings ? [{ ...claim, readings: claim.readings }] : [])),
  };
}

/** Returns a record for the app of a result alone: a clock and a title, and nothing that moves. */
export function viewOf(told: Told): View {
  const { scenario } = told;
  return {
    form: FORM,
    title: told.title,
    banner: scenario.banner,
    scenario: {
      name: scenario.name,
      options: scenario.options,
      fingerprint: scenario.fingerprint,
      start: scenario.start,
      horizon_s: Math.round(scenario.horizon_days * 86_400),
      profile: scenario.profile === "us-nato" ? "us-nato" : "humanitarian",
      meter: scenario.objective_meter as View["scenario"]["meter"],
      mark: scenario.objective_mark,
      grid_m: 0,
    },
    study: { runs: 0, seed: told.seed, version: told.version },
    places: [],
    links: [],
    airspaces: [],
    reach: [],
    types: [],
    tails: [],
    legs: { tail: [], mission: [], from: [], to: [], out: [], over: [], in: [], laden: [], diverted: [] },
    stays: { tail: [], place: [], mission: [], from: [], to: [], state: [], cause: [] },
    drives: { load: [], from: [], to: [], out: [], in: [], kg: [], line: [] },
    missions: [],
    words: { states: [], causes: [] },
    curves: [],
    observations: [],
    lanes: { bin_s: 0, places: [], left_out: 0 },
    inputs: [],
    rests_on: {},
    book: { evidence: {}, sources: {}, statements: {}, claims: {} },
    said: {},
    closing: null,
    stocks: [],
    summary: {},
  };
}
