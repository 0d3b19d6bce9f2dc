/** Small pictures of the map, drawn here so that nothing is loaded: an aircraft, a cross, and bars of stock. */
const SIZE = 64;
const WIDE = 20;
export const LEVELS = 12;

interface Icon {
  x: number;
  y: number;
  width: number;
  height: number;
  mask: boolean;
}

export const ICONS: Record<string, Icon> = {
  aircraft: { x: 0, y: 0, width: SIZE, height: SIZE, mask: true },
  cross: { x: SIZE, y: 0, width: SIZE, height: SIZE, mask: true },
  ...Object.fromEntries(
    Array.from({ length: LEVELS + 1 }, (_, level) => [`stock${level}`, { x: 2 * SIZE + level * WIDE, y: 0, width: WIDE, height: SIZE, mask: false }]),
  ),
};

/** An aircraft that points north. */
export const AIRCRAFT = [
  [32, 2], [37, 22], [62, 38], [62, 44], [37, 37], [35, 53], [44, 59], [44, 63], [32, 60], [20, 63], [20, 59], [29, 53], [27, 37], [2, 44], [2, 38], [27, 22],
] as const;

/** Returns all of them in one picture. */
export function atlas(frame: string, fill: string, back: string): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = 2 * SIZE + (LEVELS + 1) * WIDE;
  canvas.height = SIZE;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser draws no canvas");
  pen.fillStyle = pen.strokeStyle = "#fff";
  pen.beginPath();
  for (const [x, y] of AIRCRAFT) pen.lineTo(x, y);
  pen.closePath();
  pen.fill();
  pen.lineWidth = 12;
  pen.lineCap = "round";
  pen.beginPath();
  for (const [x, y, to] of [[10, 10, 54], [54, 10, 10]] as const) {
    pen.moveTo(SIZE + x, y);
    pen.lineTo(SIZE + to, 54);
  }
  pen.stroke();
  for (let level = 0; level <= LEVELS; level += 1) {
    const x = 2 * SIZE + level * WIDE;
    const high = ((SIZE - 8) * level) / LEVELS;
    pen.fillStyle = frame;
    pen.fillRect(x + 1, 1, WIDE - 2, SIZE - 2);
    pen.fillStyle = back;
    pen.fillRect(x + 4, 4, WIDE - 8, SIZE - 8);
    pen.fillStyle = fill;
    pen.fillRect(x + 4, SIZE - 4 - high, WIDE - 8, high);
  }
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
