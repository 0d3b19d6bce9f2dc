/** Names on the map that do not cover each other: those that matter most take their room first. */

export interface Named {
  index: number;
  text: string;
  /** Centre on the picture [pixels], and radius of the ring. */
  x: number;
  y: number;
  radius: number;
  /** The lowest is named first. */
  rank: number;
  /** Whether it is named in any case. */
  always: boolean;
}

export interface Name {
  index: number;
  text: string;
  /** Centre of the ring, and how far away from it the name is anchored [pixels]. */
  x: number;
  y: number;
  dx: number;
  dy: number;
  anchor: "start" | "middle" | "end";
}

type Box = readonly [number, number, number, number];

const LETTER = 6.9;
const HEIGHT = 15;

export type Size = Readonly<{ width: number; height: number }>;

/** Returns where the names go; what finds no room has none.
 *
 * @param size of the picture, out of which no name goes; none = it has no edge.
 * @param scale of the text, against 12 pixels. */
export function arranged(all: readonly Named[], size?: Size, scale = 1): Name[] {
  const taken: Box[] = [];
  const rings = all.map((one): Box => [one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius]);
  const found: Name[] = [];
  const order = all.map((_, index) => index).sort((a, b) => (all[a]?.rank ?? 0) - (all[b]?.rank ?? 0) || a - b);
  for (const index of order) {
    const one = all[index];
    if (!one) continue;
    const places = candidates(one, scale).filter(({ box }) => !size || inside(box, size));
    const free = places.find(({ box }) => !taken.some((other) => touches(box, other)) && !rings.some((other, at) => at !== index && touches(box, other)));
    const chosen = free ?? (one.always ? places[0] : undefined);
    if (!chosen) continue;
    taken.push(chosen.box);
    found.push({ index: one.index, text: one.text, x: one.x, y: one.y, dx: chosen.dx, dy: chosen.dy, anchor: chosen.anchor });
  }
  return found;
}

function candidates({ text, x, y, radius }: Named, scale: number): (Pick<Name, "dx" | "dy" | "anchor"> & { box: Box })[] {
  const wide = text.length * LETTER * scale + 4;
  const high = HEIGHT * scale;
  const away = radius + 5;
  const up = radius + high / 2 + 2;
  return [
    { dx: 0, dy: -up, anchor: "middle", box: [x - wide / 2, y - up - high / 2, x + wide / 2, y - up + high / 2] },
    { dx: 0, dy: up, anchor: "middle", box: [x - wide / 2, y + up - high / 2, x + wide / 2, y + up + high / 2] },
    { dx: away, dy: 0, anchor: "start", box: [x + away, y - high / 2, x + away + wide, y + high / 2] },
    { dx: -away, dy: 0, anchor: "end", box: [x - away - wide, y - high / 2, x - away, y + high / 2] },
  ];
}

function inside([left, top, right, bottom]: Box, { width, height }: Size): boolean {
  return left >= 0 && top >= 0 && right <= width && bottom <= height;
}

function touches(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
