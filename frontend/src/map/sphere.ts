/** Great circles on the sphere: what the map draws, not what the model flies. */
import type { Position } from "../data/view";

const RAD = Math.PI / 180;

type Vector = [number, number, number];

function vector([lon, lat]: Position): Vector {
  const across = Math.cos(lat * RAD);
  return [across * Math.cos(lon * RAD), across * Math.sin(lon * RAD), Math.sin(lat * RAD)];
}

function angle(a: Vector, b: Vector): number {
  const [x, y, z] = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  return Math.atan2(Math.hypot(x, y, z), a[0] * b[0] + a[1] * b[1] + a[2] * b[2]);
}

/** Returns the point a share of the way along the great circle from a to b. */
export function along(a: Position, b: Position, share: number): Position {
  const from = vector(a);
  const to = vector(b);
  const whole = angle(from, to);
  if (whole < 1e-9) return a;
  const [left, right] = [Math.sin((1 - share) * whole) / Math.sin(whole), Math.sin(share * whole) / Math.sin(whole)];
  const [x, y, z] = from.map((value, i) => left * value + right * (to[i] ?? 0)) as Vector;
  return [Math.atan2(y, x) / RAD, Math.atan2(z, Math.hypot(x, y)) / RAD];
}

/** Returns the course at a, towards b [degrees, 0 = north, clockwise]. */
export function course(a: Position, b: Position): number {
  const turn = (b[0] - a[0]) * RAD;
  const y = Math.sin(turn) * Math.cos(b[1] * RAD);
  const x = Math.cos(a[1] * RAD) * Math.sin(b[1] * RAD) - Math.sin(a[1] * RAD) * Math.cos(b[1] * RAD) * Math.cos(turn);
  return (Math.atan2(y, x) / RAD + 360) % 360;
}

/** Returns the great circle from a to b as points, longitudes without a jump. */
export function circle(a: Position, b: Position): Position[] {
  const steps = Math.max(2, Math.ceil(angle(vector(a), vector(b)) / (2 * RAD)));
  const points: Position[] = [];
  for (let i = 0; i <= steps; i += 1) {
    const [lon, lat] = along(a, b, i / steps);
    const before = points.at(-1)?.[0] ?? lon;
    points.push([lon + 360 * Math.round((before - lon) / 360), lat]);
  }
  return points;
}
