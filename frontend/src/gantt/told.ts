/** What a bar is, in words: what the tail does, where, why it waits, and with what on board. */
import type { View } from "../data/view";
import { mass, span } from "../format/units";
import type { Profile } from "../data/view";
import { words } from "../words/en";
import type { Bar } from "./bars";

export interface Told {
  /** Flight from a to b, laden; waiting for a parking spot; … */
  what: string;
  where: string;
  /** Why it waits; blank where it doesn't. */
  why: string;
  /** Mission with its stops, mass and loads; blank where it has none. */
  mission: string;
  places: number[];
}

const LOADS = 6;

export function toldOf(record: View, bar: Bar, profile: Profile): Told {
  const { legs, stays } = record;
  const id = (place: number | undefined) => record.places[place ?? -1]?.id ?? "?";
  const number = (bar.flies ? legs.mission[bar.row] : stays.mission[bar.row]) ?? -1;
  const mission = missionWords(record, number, profile);
  if (bar.flies) {
    const [from, to] = [legs.from[bar.row] ?? -1, legs.to[bar.row] ?? -1];
    const gone = legs.diverted[bar.row] === 1 ? words.bar.diverted : "";
    return { what: words.bar.kinds[bar.kind], where: `${id(from)} → ${id(to)}`, why: gone, mission, places: [to, from] };
  }
  const place = stays.place[bar.row] ?? -1;
  const state = record.words.states[stays.state[bar.row] ?? -1] ?? "";
  const cause = record.words.causes[stays.cause[bar.row] ?? -1];
  const why = cause && bar.kind !== "broken" && bar.kind !== "rest" ? causeWords(cause) : "";
  const what = state === "holding" ? words.bar.holding : why ? words.bar.waits : words.bar.kinds[bar.kind];
  return { what, where: id(place), why, mission, places: place >= 0 ? [place] : [] };
}

export function causeWords(cause: string): string {
  return (words.bar.causes as Record<string, string>)[cause] ?? cause;
}

/** Returns a mission: its number, stops, mass and loads. */
export function missionWords(record: View, number: number, profile: Profile): string {
  const mission = record.missions[number];
  if (!mission) return "";
  const stops = mission.stops.map((place) => record.places[place]?.id ?? "?").join(" → ");
  const loads = mission.loads.slice(0, LOADS).join(", ");
  const more = mission.loads.length > LOADS ? ` ${words.bar.more(mission.loads.length - LOADS)}` : "";
  return words.bar.mission(number + 1, stops, mission.loads.length ? `${mass(mission.kg, profile)}: ${loads}${more}` : words.bar.nothing);
}

/** Returns all of it as one sentence. */
export function barSentence(record: View, bar: Bar, profile: Profile): string {
  const told = toldOf(record, bar, profile);
  const why = told.why ? `, ${told.why}` : "";
  return `${record.tails[bar.tail]?.name ?? ""}: ${told.what}, ${told.where}${why}, ${span(bar.to - bar.from)}`;
}
