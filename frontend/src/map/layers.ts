/** The layers of the map. What never moves is made once; the rest for each moment. */
import type { Layer } from "@deck.gl/core";
import { IconLayer, PathLayer, PolygonLayer, ScatterplotLayer, SolidPolygonLayer, TextLayer } from "@deck.gl/layers";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { MultiPolygon } from "geojson";
import atlas from "world-atlas/countries-50m.json";
import type { Link, Place, Position, View } from "../data/view";
import { circle } from "./sphere";
import type { Driving, Flying, Traffic } from "./traffic";

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
}

const ICON = 64;
const topology = atlas as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;

interface Shape {
  polygon: Position[][];
}

let shapes: { land: Shape[]; borders: Position[][] } | null = null;

/** Coastlines and borders (Natural Earth); borders are for orientation only. */
function world(): { land: Shape[]; borders: Position[][] } {
  if (shapes) return shapes;
  const land = feature(topology, topology.objects.land).features.flatMap((one) =>
    (one.geometry as MultiPolygon).coordinates.map((polygon) => ({ polygon: polygon as Position[][] })),
  );
  const borders = mesh(topology, topology.objects.countries, (a, b) => a !== b).coordinates as Position[][];
  shapes = { land, borders };
  return shapes;
}

/** Returns the layers below: land, closed airspace, reach, legs, links. */
export function ground(record: View, colours: Colours): Layer[] {
  const { land, borders } = world();
  const legs = [...routes(record)];
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

interface Route {
  path: Position[];
  count: number;
  from: number;
  to: number;
}

/** Returns loaded legs by (from, to), with how often each was flown. */
function* routes(record: View): Generator<Route> {
  const counted = new Map<string, { from: number; to: number; count: number }>();
  record.legs.from.forEach((from, row) => {
    if (record.legs.laden[row] !== 1) return;
    const to = record.legs.to[row] ?? from;
    const known = counted.get(`${from} ${to}`) ?? { from, to, count: 0 };
    known.count += 1;
    counted.set(`${from} ${to}`, known);
  });
  for (const { from, to, count } of counted.values()) {
    const [a, b] = [record.places[from]?.at, record.places[to]?.at];
    if (a && b) yield { path: circle(a, b), count, from, to };
  }
}

/** Returns the layers of a moment: areas in force, airfields by what stands there, and what moves. */
export function moving(record: View, traffic: Traffic, now: number, colours: Colours, chosen: string): Layer[] {
  const standing = traffic.standing(now);
  const shown = record.places.map((place, index) => ({ place, index, here: standing[index] ?? { parked: 0, holding: 0 } }))
    .filter((one) => one.place.at && (one.place.used || one.place.near_end));
  const closed = record.airspaces.filter((area) => (area.from ?? 0) <= now && now < (area.to ?? Infinity));
  const flying = traffic.flying(now);
  return [
    new PolygonLayer<Position[]>({
      id: "closed", data: closed.flatMap((area) => area.rings), getPolygon: (d) => d,
      getFillColor: [...colours.closed, 50], getLineColor: colours.closed, getLineWidth: 1.5, lineWidthUnits: "pixels",
    }),
    new PolygonLayer<Position[]>({
      id: "reach", data: record.reach.flatMap((one) => one.rings), getPolygon: (d) => d, filled: false,
      getLineColor: colours.reach, getLineWidth: 1.5, lineWidthUnits: "pixels",
    }),
    new ScatterplotLayer<(typeof shown)[number]>({
      id: "places", data: shown, getPosition: (d) => d.place.at ?? [0, 0], radiusUnits: "pixels",
      getRadius: (d) => radius(d.place), stroked: true, lineWidthUnits: "pixels",
      getLineWidth: (d) => (chosen === `place:${d.place.id}` ? 4 : 2),
      getLineColor: (d) => (isFull(d.place, d.here.parked) ? colours.full : colours.place),
      getFillColor: (d) => [...(isFull(d.place, d.here.parked) ? colours.full : colours.place), 255 * Math.min(d.here.parked / (d.place.spots ?? 4), 1)],
      pickable: true, updateTriggers: { getFillColor: now, getLineColor: now, getLineWidth: chosen },
    }),
    new TextLayer<(typeof shown)[number]>({
      id: "names", data: shown, getPosition: (d) => d.place.at ?? [0, 0],
      getText: (d) => d.place.id + (d.here.holding ? ` (${d.here.holding} holding)` : ""),
      getSize: 12, getColor: colours.text, getPixelOffset: (d) => [0, -radius(d.place) - 9], fontFamily: "system-ui, sans-serif",
      fontSettings: { sdf: true }, outlineWidth: 3, outlineColor: [...colours.sea, 255], updateTriggers: { getText: now },
    }),
    new ScatterplotLayer<Driving>({
      id: "drives", data: traffic.driving(now), getPosition: (d) => d.at, getRadius: 3.5, radiusUnits: "pixels",
      getFillColor: colours.road, pickable: true,
    }),
    new IconLayer<Flying>({
      id: "flying", data: flying, iconAtlas: icons() as unknown as string, iconMapping: ICONS, getPosition: (d) => d.at,
      getIcon: () => "aircraft", getSize: (d) => (chosen === `tail:${record.tails[d.tail]?.name ?? ""}` ? 30 : 20),
      getAngle: (d) => -d.course, getColor: (d) => (d.laden ? colours.laden : colours.empty), pickable: true, billboard: false,
    }),
  ];
}

function radius(place: Place): number {
  return place.airfield ? 5 + 2.2 * Math.sqrt(place.spots ?? 4) : 5;
}

function isFull(place: Place, parked: number): boolean {
  return place.spots !== null && place.spots > 0 && parked >= place.spots;
}

const ICONS = { aircraft: { x: 0, y: 0, width: ICON, height: ICON, mask: true } };
let drawnIcons: ImageData | null = null;

/** An aircraft that points north, drawn here so that nothing is loaded. */
function icons(): ImageData {
  if (drawnIcons) return drawnIcons;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = ICON;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser draws no canvas");
  pen.fillStyle = "#fff";
  pen.beginPath();
  for (const [x, y] of [[32, 2], [37, 22], [62, 38], [62, 44], [37, 37], [35, 53], [44, 59], [44, 63], [32, 60], [20, 63], [20, 59], [29, 53], [27, 37], [2, 44], [2, 38], [27, 22]] as const) pen.lineTo(x, y);
  pen.closePath();
  pen.fill();
  drawnIcons = pen.getImageData(0, 0, ICON, ICON);
  return drawnIcons;
}
