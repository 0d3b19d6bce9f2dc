/** The layers of the map. What never moves is made once; the rest for each moment. */
import type { Layer } from "@deck.gl/core";
import { IconLayer, PathLayer, PolygonLayer, ScatterplotLayer, SolidPolygonLayer } from "@deck.gl/layers";
import type { Link, Place, Position, View } from "../data/view";
import { ICONS, LEVELS } from "./icons";
import { circle } from "./sphere";
import { closedPlaces, covered, isFull, radius, shownPlaces, stockLeft } from "./state";
import type { Driving, Flying, Standing } from "./traffic";
import { world, type Shape } from "./world";

export type Rgb = [number, number, number];

export interface Colours {
  land: Rgb;
  border: Rgb;
  leg: Rgb;
  road: Rgb;
  place: Rgb;
  full: Rgb;
  laden: Rgb;
  empty: Rgb;
  text: Rgb;
  sea: Rgb;
  closed: Rgb;
  reach: Rgb;
  accent: Rgb;
}

/** Returns the layers below: land, legs, links. */
export function ground(record: View, colours: Colours): Layer[] {
  const { land, borders } = world();
  const legs = routes(record);
  const most = Math.max(1, ...legs.map((leg) => leg.count));
  const links = record.links.filter((link) => record.places[link.from]?.at && record.places[link.to]?.at);
  return [
    new SolidPolygonLayer<Shape>({ id: "land", data: land, getPolygon: (d) => d.polygon, getFillColor: colours.land }),
    new PathLayer<Position[]>({ id: "borders", data: borders, getPath: (d) => d, getColor: colours.border, widthMinPixels: 1, getWidth: 1, widthUnits: "pixels" }),
    new PathLayer<Route>({
      id: "legs", data: legs, getPath: (d) => d.path, getColor: [...colours.leg, 150], widthUnits: "pixels",
      getWidth: (d) => 1 + 4 * Math.sqrt(d.count / most), wrapLongitude: true,
    }),
    new PathLayer<Link>({
      id: "links", data: links, widthUnits: "pixels",
      getPath: (d) => [record.places[d.from]?.at ?? [0, 0], record.places[d.to]?.at ?? [0, 0]],
      getColor: (d) => [...colours.road, d.loads ? 255 : 90], getWidth: (d) => (d.loads ? 2.5 : 1),
    }),
  ];
}

export interface Route {
  path: Position[];
  count: number;
  from: number;
  to: number;
}

/** Returns loaded legs by (from, to), with how often each was flown. */
export function routes(record: View): Route[] {
  const counted = new Map<string, { from: number; to: number; count: number }>();
  record.legs.from.forEach((from, row) => {
    if (record.legs.laden[row] !== 1) return;
    const to = record.legs.to[row] ?? from;
    const known = counted.get(`${from} ${to}`) ?? { from, to, count: 0 };
    known.count += 1;
    counted.set(`${from} ${to}`, known);
  });
  return [...counted.values()].flatMap(({ from, to, count }) => {
    const [a, b] = [record.places[from]?.at, record.places[to]?.at];
    return a && b ? [{ path: circle(a, b), count, from, to }] : [];
  });
}

export interface Moment {
  now: number;
  flying: readonly Flying[];
  driving: readonly Driving[];
  standing: readonly Standing[];
  tail: number;
  place: number;
}

export interface Spot {
  index: number;
  place: Place;
  here: Standing;
}

/** Returns the layers of a moment: areas in force, airfields by what stands there, and what moves. */
export function moving(record: View, at: Moment, colours: Colours, pictures: ImageData): Layer[] {
  const { now, standing } = at;
  const shown: Spot[] = shownPlaces(record).map((index) => ({ index, place: record.places[index] as Place, here: standing[index] ?? { parked: 0, holding: 0 } }));
  const closed = record.airspaces.filter((area) => (area.from ?? 0) <= now && now < (area.to ?? Infinity));
  const iconAtlas = pictures as unknown as string;
  const where = (index: number) => record.places[index]?.at ?? ([0, 0] as Position);
  const ring = (index: number) => radius(record.places[index] as Place);
  return [
    new PolygonLayer<Position[]>({
      id: "closed", data: closed.flatMap((area) => area.rings), getPolygon: (d) => d,
      getFillColor: [...colours.closed, 50], getLineColor: colours.closed, getLineWidth: 1.5, lineWidthUnits: "pixels",
    }),
    new PolygonLayer<Position[]>({
      id: "reach", data: covered(record, now), getPolygon: (d) => d, getFillColor: [...colours.reach, 28],
      getLineColor: colours.reach, getLineWidth: 1.5, lineWidthUnits: "pixels",
    }),
    new ScatterplotLayer<Spot>({
      id: "places", data: shown, getPosition: (d) => d.place.at ?? [0, 0], radiusUnits: "pixels",
      getRadius: (d) => radius(d.place), stroked: true, lineWidthUnits: "pixels",
      getLineWidth: (d) => (at.place === d.index ? 4 : 2),
      getLineColor: (d) => (at.place === d.index ? colours.accent : isFull(d.place, d.here.parked) ? colours.full : colours.place),
      getFillColor: (d) => [...(isFull(d.place, d.here.parked) ? colours.full : colours.place), 255 * Math.min(d.here.parked / (d.place.spots ?? 4), 1)],
      pickable: true,
    }),
    new IconLayer<number>({
      id: "shut", data: closedPlaces(record, now).filter((index) => record.places[index]?.at), iconAtlas, iconMapping: ICONS,
      getPosition: where, getIcon: () => "cross", getSize: 18, getColor: colours.closed,
    }),
    new IconLayer<View["stocks"][number]>({
      id: "stocks", data: record.stocks.filter((one) => record.places[one.place]?.at), iconAtlas, iconMapping: ICONS,
      getPosition: (d) => where(d.place), getIcon: (d) => `stock${Math.round(stockLeft(d, now) * LEVELS)}`, getSize: 30,
      getPixelOffset: (d) => [-ring(d.place) - 8, 0], updateTriggers: { getIcon: now },
    }),
    new ScatterplotLayer<Driving>({
      id: "drives", data: at.driving, getPosition: (d) => d.at, getRadius: 4, radiusUnits: "pixels", stroked: true,
      getFillColor: colours.road, getLineColor: colours.land, getLineWidth: 1, lineWidthUnits: "pixels", pickable: true,
    }),
    new IconLayer<Queued>({
      id: "flying", data: queued(record, at.flying), iconAtlas, iconMapping: ICONS, getPosition: (d) => d.at,
      getIcon: () => "aircraft", getSize: (d) => (at.tail === d.tail ? 32 : d.holding ? 15 : 20), getPixelOffset: (d) => d.offset,
      getAngle: (d) => -d.course, pickable: true, billboard: true,
      getColor: (d) => (at.tail === d.tail ? colours.accent : d.holding ? colours.full : d.laden ? colours.laden : colours.empty),
    }),
  ];
}

export interface Queued extends Flying {
  offset: [number, number];
}

const AROUND = 12;

/** Puts aircraft that hold outside of the ring of the place, side by side. */
export function queued(record: View, flying: readonly Flying[]): Queued[] {
  const counted = new Map<number, number>();
  return flying.map((one) => {
    const to = record.legs.to[one.leg] ?? -1;
    const place = record.places[to];
    if (!one.holding || !place) return { ...one, offset: [0, 0] };
    const turn = counted.get(to) ?? 0;
    counted.set(to, turn + 1);
    const away = radius(place) + 13 + 15 * Math.floor(turn / AROUND);
    const angle = ((turn % AROUND) / AROUND) * 2 * Math.PI - Math.PI / 2;
    return { ...one, course: (angle * 180) / Math.PI + 180, offset: [Math.cos(angle) * away, Math.sin(angle) * away] };
  });
}
