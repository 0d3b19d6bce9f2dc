/** Draws the bars of the rows in sight: as many as there are pixels, however many tails and days there are. */
import type { View } from "../data/view";
import { textScale } from "../state/scale";
import { colour } from "../parts/chart";
import { ticksOf } from "../parts/axis";
import type { Stretch } from "../state/zoom";
import { KINDS, WAITS, type Bars, type Kind } from "./bars";

export const ROW = 22;
const INSET = 3;
const LETTER = 6.2;

/** Returns how high a row is [CSS pixels], at the size that text has. */
export function rowHeight(): number {
  return Math.round(ROW * textScale.value);
}

export interface Ink {
  fills: (string | CanvasPattern)[];
  letters: string[];
  line: string;
  chosen: string;
  soft: string;
}

/** Returns the colours of the style; what waits is hatched, so that it stands out in greyscale too. */
export function inkOf(pen: CanvasRenderingContext2D): Ink {
  const ratio = devicePixelRatio;
  return {
    fills: KINDS.map((kind) => (WAITS.has(kind) ? hatch(pen, kind, ratio) : colour(`bar-${kind}`))),
    letters: KINDS.map((kind) => colour(kind === "empty" || kind === "base" || kind === "rest" || kind === "ready" || WAITS.has(kind) ? "text" : "bar-letter")),
    line: colour("line"), chosen: colour("accent"), soft: colour("soft"),
  };
}

function hatch(pen: CanvasRenderingContext2D, kind: Kind, ratio: number): string | CanvasPattern {
  const tile = document.createElement("canvas");
  const size = Math.round(6 * ratio);
  tile.width = tile.height = size;
  const ink = tile.getContext("2d");
  if (!ink) return colour(`bar-${kind}`);
  ink.fillStyle = colour("card");
  ink.fillRect(0, 0, size, size);
  ink.globalAlpha = 0.35;
  ink.fillStyle = colour(`bar-${kind}`);
  ink.fillRect(0, 0, size, size);
  ink.globalAlpha = 1;
  ink.strokeStyle = colour(`bar-${kind}`);
  ink.lineWidth = 1.6 * ratio;
  ink.beginPath();
  for (const shift of [-size, 0, size]) {
    ink.moveTo(shift, size);
    ink.lineTo(shift + size, 0);
  }
  ink.stroke();
  return pen.createPattern(tile, "repeat") ?? colour(`bar-${kind}`);
}

export interface Scene {
  record: View;
  bars: Bars;
  /** Tails in the order in which they are shown. */
  order: readonly number[];
  chosen: number;
  stretch: Stretch;
  /** How far it is scrolled [CSS pixels]. */
  top: number;
  width: number;
  height: number;
}

/** Draws; returns how many bars it looked at. */
export function draw(pen: CanvasRenderingContext2D, ink: Ink, scene: Scene): number {
  const { order, stretch, top, width, height } = scene;
  const ratio = devicePixelRatio;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const [from, to] = stretch;
  pen.fillStyle = ink.line;
  for (const second of ticksOf(stretch, width)) pen.fillRect(((second - from) / (to - from)) * width, 0, 1, height);
  const high = rowHeight();
  pen.font = `${high / 2}px system-ui, sans-serif`;
  pen.textBaseline = "middle";
  let seen = 0;
  const last = Math.min(order.length, Math.ceil((top + height) / high));
  for (let index = Math.max(0, Math.floor(top / high)); index < last; index += 1) {
    const tail = order[index] ?? 0;
    const y = index * high - top;
    seen += row(pen, ink, scene, tail, y);
    if (tail === scene.chosen) {
      pen.strokeStyle = ink.chosen;
      pen.lineWidth = 2;
      pen.strokeRect(1, y + 1, width - 2, high - 2);
    }
  }
  return seen;
}

function row(pen: CanvasRenderingContext2D, ink: Ink, { record, bars, stretch: [from, to], width }: Scene, tail: number, y: number): number {
  const scale = width / (to - from);
  const end = bars.first[tail + 1] ?? 0;
  const thin = new Set([KINDS.indexOf("base")]);
  const high = rowHeight();
  const letter = LETTER * (high / ROW);
  let seen = 0;
  let drawn = -1;
  for (let index = bars.seek(tail, from); index < end; index += 1) {
    const start = bars.from[index] ?? 0;
    if (start >= to) break;
    seen += 1;
    const left = Math.max((start - from) * scale, 0);
    const right = Math.min(((bars.to[index] ?? 0) - from) * scale, width);
    if (right - drawn < 0.5) continue; // less than a pixel, and something is there already
    drawn = right;
    const kind = bars.kind[index] ?? 0;
    pen.fillStyle = ink.fills[kind] ?? "#888";
    const inset = thin.has(kind) ? high / 2 - 2 : INSET;
    pen.fillRect(left, y + inset, Math.max(right - left, 0.75), high - 2 * inset);
    const letters = Math.floor((right - left - 6) / letter);
    if (letters >= 3 && !thin.has(kind)) {
      const text = labelOf(record, bars, index, letters);
      if (!text) continue;
      pen.fillStyle = ink.letters[kind] ?? "#000";
      pen.fillText(text, left + 3, y + high / 2 + 0.5);
    }
  }
  return seen;
}

/** Returns the words inside of a bar: where it leads, or where it stands; blank where they don't fit. */
function labelOf(record: View, bars: Bars, index: number, letters: number): string {
  const found = bars.row[index] ?? 0;
  const place = found >= 0 ? record.legs.to[found] : record.stays.place[-1 - found];
  const id = record.places[place ?? -1]?.id ?? "";
  const cause = found >= 0 ? undefined : record.words.causes[record.stays.cause[-1 - found] ?? -1];
  const whole = found >= 0 ? `→ ${id}` : cause && WAITS.has(KINDS[bars.kind[index] ?? 0] ?? "base") ? `${cause} · ${id}` : id;
  if (whole.length <= letters) return whole;
  const short = found >= 0 ? id : (cause ?? id);
  return short.length <= letters ? short : "";
}
