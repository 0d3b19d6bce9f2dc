/** Inputs: what they are named, which belong to a result, which rest on the same evidence. No picture here. */
import type { Evidence, Input, View } from "../data/view";

export const BASES = ["quoted", "converted", "derived", "estimated", "assumed"] as const;

/** Units by the end of a column's name, as the files have them. */
const UNITS: readonly [string, string][] = [
  ["_usd_per_h", "USD/h"],
  ["_kg_per_h", "kg/h"],
  ["_kg_per_day", "kg/day"],
  ["_per_day", "a day"],
  ["_per_month", "a month"],
  ["_per_30d", "h in 30 days"],
  ["_usd", "USD"],
  ["_share", "share"],
  ["_days", "days"],
  ["_months", "months"],
  ["_min", "min"],
  ["_kmh", "km/h"],
  ["_km", "km"],
  ["_nm", "nm"],
  ["_ft", "ft"],
  ["_lb", "lb"],
  ["_st", "short tons"],
  ["_kg", "kg"],
  ["_m3", "m³"],
  ["_m", "m"],
  ["_t", "t"],
  ["_h", "h"],
  ["_s", "s"],
];

const BARE: Readonly<Record<string, string>> = {
  lat: "°",
  lon: "°",
  tails: "aircraft",
  trucks: "trucks",
  people: "people",
  pallets: "pallets",
  seats: "seats",
  working: "slots",
  parking: "spots",
};

/** Returns the unit that a column's name states; "" = it is a count, a factor or a curve that has its own. */
export function unitOf(column: string): string {
  return BARE[column] ?? UNITS.find(([end]) => column.endsWith(end))?.[1] ?? "";
}

/** Returns the name by which a link holds an input. */
export function nameOf(input: Pick<Input, "table" | "key" | "column">): string {
  return `${input.table}/${input.key}/${input.column}`;
}

/** Returns the best and the worst grade of the evidence behind an input; "" = none is stated. */
export function gradeOf(input: Input, view: View): string {
  const grades = [...new Set(input.evidence.map((id) => view.book.evidence[id]?.grade ?? "").filter(Boolean))].sort();
  return grades.length > 1 ? `${grades[0] ?? ""}–${grades.at(-1) ?? ""}` : (grades[0] ?? "");
}

export type Proof = "exact" | "unread" | "cited" | "reference" | "none";

/** Returns how far a document stands behind an input. */
export function proofOf(input: Input, view: View): Proof {
  const held = input.evidence.map((id) => view.book.evidence[id]).filter((one): one is Evidence => one !== undefined);
  if (held.some((one) => one.state?.startsWith("anchored"))) return "exact";
  if (held.some((one) => one.exact !== "")) return "unread";
  if (held.length) return "cited";
  return input.source ? "reference" : "none";
}

export interface Filter {
  text: string;
  basis: readonly string[];
  table: string;
  proof: string;
  /** Tag of a result, such as place:hub; "" = none. */
  behind: string;
}

/** Returns the tags of what a result rests on; null = it rests on everything. */
export function wanted(behind: string, view: View): ReadonlySet<string> | null {
  if (!behind) return null;
  if (behind.startsWith("requirement:")) {
    return new Set(view.rests_on[behind.slice("requirement:".length)] ?? [behind]);
  }
  return new Set([behind]);
}

/** Whether an input is behind a result: one of its tags is wanted and, where it is about items, one of those. */
export function isBehind(input: Input, tags: ReadonlySet<string>): boolean {
  const items = input.about.filter((tag) => tag.startsWith("item:"));
  const strict = [...tags].some((tag) => tag.startsWith("requirement:"));
  if (strict && items.length) return items.some((tag) => tags.has(tag));
  return input.about.some((tag) => tags.has(tag));
}

/** Returns the indices of the inputs that a filter lets through. */
export function kept(view: View, filter: Filter): number[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const tags = wanted(filter.behind, view);
  const bases = new Set(filter.basis);
  const found: number[] = [];
  view.inputs.forEach((input, index) => {
    if (bases.size && !bases.has(input.basis)) return;
    if (filter.table && input.table !== filter.table) return;
    if (tags && !isBehind(input, tags)) return;
    if (filter.proof && proofOf(input, view) !== filter.proof) return;
    if (words.length && !fits(input, words)) return;
    found.push(index);
  });
  return found;
}

function fits(input: Input, words: readonly string[]): boolean {
  const all = `${nameOf(input)} ${input.value} ${input.note} ${input.source} ${input.evidence.join(" ")}`.toLowerCase();
  return words.every((word) => all.includes(word));
}

/** Returns where an input of a result is to be found: by its name, or by words and a table where it stands for several
 * or is no number; null = this record has nothing of it. */
export function foundBy(name: string, view: View): { name: string } | { words: string; table: string } | null {
  if (view.inputs.some((one) => nameOf(one) === name)) return { name };
  const [table = "", ...rest] = name.split("/");
  const parts = (rest: readonly string[]) => rest.flatMap((part) => part.split("*")).filter(Boolean).join(" ");
  for (const text of [parts(rest), parts(rest.slice(0, -1))]) {
    const found = kept(view, { text, basis: [], table, proof: "", behind: "" });
    if (found.length) return { words: text, table };
  }
  return null;
}

/** Returns the inputs that rest on some evidence, but for one. */
export function restingOn(view: View, evidence: string, except: Input): Input[] {
  return view.inputs.filter((one) => one !== except && one.evidence.includes(evidence));
}

export interface Root {
  name: string;
  evidence: string[];
}

/** Returns the independent roots of some evidence: what ends at the same speaker is one, whoever carries it. */
export function rootsOf(ids: readonly string[], view: View): Root[] {
  const found = new Map<string, Root>();
  for (const id of new Set(ids)) {
    const one = view.book.evidence[id];
    if (!one) continue;
    const before = found.get(one.root_key);
    if (before) before.evidence.push(id);
    else found.set(one.root_key, { name: one.root, evidence: [id] });
  }
  return [...found.values()];
}

/** Returns the requirement whose completion is last, by P50: closure waits for it. */
export function lastRequirement(view: View): string | null {
  const rows = view.summary.requirements ?? [];
  const never = rows.find((row) => row.complete.p50 === null);
  if (never) return never.requirement;
  let last: { requirement: string; at: string } | null = null;
  for (const row of rows) {
    const at = row.complete.p50 ?? "";
    if (!last || at > last.at) last = { requirement: row.requirement, at };
  }
  return last?.requirement ?? null;
}

/** Returns the tag by which a limit's inputs are found. */
export function tagOfLimit(limit: { resource: string; place: string | null }, view: View): string {
  if (limit.place && view.places.some((one) => one.id === limit.place)) return `place:${limit.place}`;
  const type = [...view.types].find((one) => one === limit.place || limit.resource.includes(one));
  return type ? `type:${type}` : "";
}
