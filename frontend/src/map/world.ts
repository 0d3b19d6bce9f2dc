/** Coastlines and borders (Natural Earth); borders are for orientation only. */
import type { MultiPolygon } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-50m.json";
import type { Position } from "../data/view";

export interface Shape {
  polygon: Position[][];
}

export interface World {
  land: Shape[];
  borders: Position[][];
}

const topology = atlas as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
let shapes: World | null = null;

/** Returns a line whose longitudes go on beyond 180 where it crosses the antimeridian, instead of round the world. */
export function unbroken(points: readonly Position[]): Position[] {
  let before = points[0]?.[0] ?? 0;
  return points.map(([lon, lat]) => {
    before = lon + 360 * Math.round((before - lon) / 360);
    return [before, lat];
  });
}

export function world(): World {
  if (shapes) return shapes;
  const land = feature(topology, topology.objects.land).features.flatMap((one) =>
    (one.geometry as MultiPolygon).coordinates.map((polygon) => ({ polygon: (polygon as Position[][]).map(unbroken) })),
  );
  const borders = mesh(topology, topology.objects.countries, (a, b) => a !== b).coordinates as Position[][];
  shapes = { land, borders };
  return shapes;
}
