/** What of the map depends on the time besides aircraft: stocks, closed places, units in place. */
import type { Place, Position, Reach, View } from "../data/view";
import { stepAt } from "../lanes/series";

/** Returns the places that the map shows. */
export function shownPlaces(record: View): number[] {
  return record.places.map((_, index) => index).filter((index) => {
    const place = record.places[index];
    return place?.at && (place.used || place.near_end);
  });
}

/** Returns how large the ring of a place is [pixels]: by its spots. */
export function radius(place: Place): number {
  return place.airfield ? Math.min(5 + 2.2 * Math.sqrt(place.spots ?? 4), 22) : 5;
}

export function isFull(place: Place, parked: number): boolean {
  return place.spots !== null && place.spots > 0 && parked >= place.spots;
}

/** Returns what share of its stock is left at a place, from 0 to 1. */
export function stockLeft(stock: View["stocks"][number], now: number): number {
  return stock.kg > 0 ? Math.min(Math.max(1 - stepAt(stock.left, now) / stock.kg, 0), 1) : 0;
}

/** Returns the places that have no spot at all at a moment. */
export function closedPlaces(record: View, now: number): number[] {
  return record.lanes.places.filter((one) => one.closed.some(([from, to]) => from <= now && now < to)).map((one) => one.place);
}

/** Returns from when on a unit is in place [s]: its requirement is complete (P50) and it is emplaced; null = not in the horizon. */
export function inPlaceFrom(record: View, reach: Reach): number | null {
  const done = record.summary.requirements?.find((one) => one.requirement === reach.requirement)?.complete.p50;
  return done ? (Date.parse(done) - Date.parse(record.scenario.start)) / 1000 + reach.emplace_s : null;
}

/** Returns the outlines of what units reach that are in place at a moment. */
export function covered(record: View, now: number): Position[][] {
  return record.reach
    .filter((one) => {
      const from = inPlaceFrom(record, one);
      return from !== null && from <= now;
    })
    .flatMap((one) => one.rings);
}

export type Extent = "all" | "near";

/** Returns the positions that a map has to hold: all that is used, or those around the destinations. */
export function positions(record: View, extent: Extent): Position[] {
  return shownPlaces(record)
    .map((index) => record.places[index])
    .filter((place) => extent === "all" || place?.near_end)
    .map((place) => place?.at as Position);
}

/** Whether a map of the region shows more than the one of everything. */
export function hasRegion(record: View): boolean {
  const [all, near] = [positions(record, "all"), positions(record, "near")].map(widest) as [number, number];
  return positions(record, "near").length > 1 && near * 1.8 < all;
}

function widest(all: readonly Position[]): number {
  const range = (values: number[]) => (values.length ? Math.max(...values) - Math.min(...values) : 0);
  return Math.max(range(all.map(([lon]) => lon)), range(all.map(([, lat]) => lat)) * 1.6);
}
