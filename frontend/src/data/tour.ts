/** The guided first visit: steps that set the link, built from what a record has. No picture here. */
import { lastRequirement, nameOf, tagOfLimit } from "../inputs/about";
import { words } from "../words/en";
import type { Profile, View } from "./view";

export interface Step {
  text: string;
  screen: string;
  /** Seconds since the start; null = the clock stays. */
  time: number | null;
  select: string;
  behind: string;
}

/** Returns the steps for a record; `there` = ids of the screens that can be shown. */
export function stepsOf(record: View, there: readonly string[], profile: Profile): Step[] {
  const said = record.said[profile];
  const first = (...ids: string[]) => ids.find((id) => there.includes(id)) ?? there[0] ?? "overview";
  const limit = said?.limits.find((one) => tagOfLimit(one, record).startsWith("place:"));
  const place = limit?.place ?? null;
  const busiest = busiestAt(record);
  const last = lastRequirement(record);
  const tag = limit ? tagOfLimit(limit, record) : last ? `requirement:${last}` : "";
  const known = cited(record, tag);
  const found: (Step | null)[] = [
    said ? step(words.tour.answer(record.title, said.closure), first("overview")) : null,
    busiest === null ? null : { ...step(words.tour.clock, first("overview")), time: busiest },
    place === null || !limit ? null : { ...step(words.tour.limit(limit.text), first("limits", "lanes", "overview")), select: `place:${place}` },
    { ...step(words.tour.inputs(record.inputs.length, assumed(record)), first("inputs")), behind: tag },
    known ? { ...step(words.tour.evidence, first("inputs")), behind: tag, select: `input:${known}` } : null,
    Object.keys(record.book.claims).length ? step(words.tour.claims, first("claims")) : null,
    step(words.tour.end, first("overview")),
  ];
  return found.filter((one) => one !== null);
}

function step(text: string, screen: string): Step {
  return { text, screen, time: null, select: "", behind: "" };
}

function assumed(record: View): number {
  return record.inputs.filter((one) => one.basis === "assumed").length;
}

/** Returns the time [s] at which most aircraft are in the air; null = none ever is. */
export function busiestAt(record: View): number | null {
  const { out, over } = record.legs;
  const turns = [...out.map((at) => [at, 1] as const), ...over.map((at) => [at, -1] as const)].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let [now, most] = [0, 0];
  let best: number | null = null;
  for (const [at, change] of turns) {
    now += change;
    if (now > most) [most, best] = [now, at];
  }
  return best;
}

/** Returns an input behind a result that a document stands behind, one with a place in it first. */
function cited(record: View, tag: string): string | null {
  const inner = record.inputs.filter((one) => one.evidence.length > 0);
  const near = tag.startsWith("place:") ? inner.filter((one) => one.about.includes(tag)) : [];
  const all = near.length ? near : inner;
  const placed = all.find((one) => one.evidence.some((id) => hasPlace(record, id)));
  const found = placed ?? all[0];
  return found ? nameOf(found) : null;
}

function hasPlace(record: View, id: string): boolean {
  const one = record.book.evidence[id];
  return one !== undefined && (one.exact !== "" || one.paragraph !== null || one.page !== null || one.figures.length > 0);
}
