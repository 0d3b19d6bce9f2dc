/** A run as the app shows it: the form that `openairlift.reports.view` makes. Times are whole seconds since the start,
 * masses kilograms, positions [longitude, latitude] in degrees. */
import type { Comparison, Judgement, SummaryClaims, Swings } from "./results";

export const FORM = 2;

export type Meter = "mass" | "usd" | "items" | "people";
export type Mark = "landed" | "at_hub" | "delivered";
export type Profile = "us-nato" | "humanitarian";
export type Position = [number, number];

export interface Place {
  id: string;
  name: string;
  icao: string | null;
  country: string | null;
  /** As it may be shown; null = no position is stated. */
  at: Position | null;
  airfield: boolean;
  stock: boolean;
  used: boolean;
  near_end: boolean;
  for: string;
  /** Parking spots at the start; null = no limit is stated. */
  spots: number | null;
  slots: number | null;
  storage_kg: number | null;
  basis: string | null;
}

export interface Link {
  from: number;
  to: number;
  mode: string;
  loads: number;
}

export interface Airspace {
  rings: Position[][];
  from: number | null;
  to: number | null;
}

export interface Reach {
  requirement: string;
  unit: string;
  where: string;
  radius_m: number;
  basis: string;
  emplace_s: number;
  rings: Position[][];
}

export interface Tail {
  name: string;
  type: number;
  base: number;
}

/** Columns of equal length. */
export interface Legs {
  tail: number[];
  mission: number[];
  from: number[];
  to: number[];
  out: number[];
  over: number[];
  in: number[];
  laden: number[];
  diverted: number[];
}

export interface Stays {
  tail: number[];
  place: number[];
  mission: number[];
  from: number[];
  to: number[];
  /** Index of `words.states`. */
  state: number[];
  /** Index of `words.causes`, or -1. */
  cause: number[];
}

export interface Drives {
  load: number[];
  from: number[];
  to: number[];
  out: number[];
  in: number[];
  kg: number[];
  line: string[];
}

export interface Mission {
  tail: number;
  stops: number[];
  kg: number;
  loads: string[];
}

export interface Curves {
  meter: Meter;
  of: "listed" | "authorised";
  unit: string;
  /** What the shares are of, in `unit`. */
  whole: number;
  grid_s: number[];
  /** P10, P50 and P90 as shares, each by moment. */
  marks: Partial<Record<Mark, [number[], number[], number[]]>>;
}

export interface Placed {
  mark: string | null;
  p10: number | null;
  p50: number | null;
  p90: number | null;
  quantiles: number[];
}

export interface Observation {
  id: string;
  quantity: string;
  value: number | null;
  low: number | null;
  high: number | null;
  meter: Meter | null;
  of: string | null;
  package: string | null;
  place: string | null;
  at_s: number | null;
  reason: string | null;
  notes: string[];
  evidence: string[];
  placed: Placed[];
}

export type Steps = [number, number][];

export interface Fuel {
  kg: number;
  kg_per_day: number;
  /** Sum of what was issued in the run that is shown, from each moment on. */
  issued: Steps;
}

/** Stock that lay at a place at the start, and what had left by when in the run that is shown. */
export interface Stock {
  place: number;
  kg: number;
  left: Steps;
}

/** Closing by the latest required date. */
export interface Closing {
  required_s: number;
  share: number;
  /** Lines of requirements without a date. */
  undated: number;
}

export interface Lanes {
  place: number;
  parking: number[];
  working: number[];
  waiting: number[];
  stored_kg: number[];
  spots: Steps | null;
  slots: Steps | null;
  storage_kg: number | null;
  /** Aircraft that gave up holding, by day, a run. */
  gave_up: number[];
  closed: [number, number][];
  /** Null = no limit is stated. */
  fuel: Fuel | null;
}

export interface Input {
  table: string;
  key: string;
  column: string;
  value: string;
  basis: string;
  source: string;
  evidence: string[];
  note: string;
  where: string;
  /** What it is about: tags such as place:hub; all = what holds everywhere. */
  about: string[];
}

export interface ChainLink {
  who: string;
  mode: string;
  on: string;
  unidentified: boolean;
  reliability: string;
}

export interface Evidence {
  id: string;
  source: string;
  says: string;
  paragraph: number | string | null;
  page: number | string | null;
  line: number | string | null;
  figures: string[];
  exact: string;
  chain: ChainLink[];
  grade: string;
  grade_words: string | null;
  state: string | null;
  /** Who said it in the end, and the same in normal form. */
  root: string;
  root_key: string;
}

export interface Source {
  id: string;
  title: string;
  producer: string;
  published: string;
  url: string;
  licence: string;
}

export interface Statement {
  id: string;
  holder: string;
  on: string;
  position: string;
  evidence: string[];
}

export interface Claim {
  id: string;
  says: string;
  test: string;
  readings: Record<string, string[]>;
  evidence: string[];
  note: string;
}

export interface Limit {
  text: string;
  resource: string;
  place: string | null;
  p10: number | null;
  p50: number | null;
  p90: number | null;
}

export interface Said {
  closure: string;
  arrival: string[];
  limits: Limit[];
  no_limit: string | null;
  traffic: string[];
  setbacks: string[];
  late: string[];
  inputs: string;
  quotes: string | null;
  band: string;
  observations: Record<string, string[]>;
}

export interface Moment {
  seconds: number | null;
  date: string | null;
}

export interface RequirementDone {
  requirement: string;
  destination: string;
  rank: number;
  required: string | null;
  complete: { p10: string | null; p50: string | null; p90: string | null };
  complete_share: number;
  on_time_share: number | null;
}

export interface Summary {
  closure?: { mark: string; p10: Moment; p50: Moment; p90: Moment; closed_share: number };
  requirements?: RequirementDone[];
  claims?: SummaryClaims;
  waits?: { place: string; cause: string; hours: number }[];
  [other: string]: unknown;
}

export interface View {
  form: number;
  title: string;
  banner: string | null;
  scenario: {
    name: string;
    options: string[];
    fingerprint: string;
    start: string;
    horizon_s: number;
    profile: Profile;
    meter: Meter;
    mark: string;
    grid_m: number;
  };
  study: { runs: number; seed: number; version: string };
  places: Place[];
  links: Link[];
  airspaces: Airspace[];
  reach: Reach[];
  types: string[];
  tails: Tail[];
  legs: Legs;
  stays: Stays;
  drives: Drives;
  missions: Mission[];
  words: { states: string[]; causes: string[] };
  curves: Curves[];
  observations: Observation[];
  closing: Closing | null;
  stocks: Stock[];
  lanes: { bin_s: number; places: Lanes[]; left_out: number };
  inputs: Input[];
  /** By requirement, tags of what it rests on. */
  rests_on: Record<string, string[]>;
  book: {
    evidence: Record<string, Evidence>;
    sources: Record<string, Source>;
    statements: Record<string, Statement>;
    claims: Record<string, Claim>;
  };
  said: Partial<Record<Profile, Said>>;
  summary: Summary;
  /** What `judge`, `sensitivity` and `compare` wrote, where it is at hand. */
  /** The screen that opens first, where it is not the overview. */
  home?: string;
  judged?: Judgement;
  swings?: Swings;
  compared?: Comparison;
  /** Why a result that lies beside the run does not count. */
  aside?: Partial<Record<"swings" | "compared", string>>;
}
