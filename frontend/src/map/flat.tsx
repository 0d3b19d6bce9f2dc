/** The map without WebGL: the same picture on a plain canvas, in Mercator's projection. */
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Position, View } from "../data/view";
import { colour } from "../parts/chart";
import { choosePlace, chosenPlace, chosenTail } from "../state/choice";
import { driving, flying, standing } from "../state/scene";
import { time } from "../state/store";
import { textScale } from "../state/scale";
import { dark } from "../state/theme";
import { AIRCRAFT } from "./icons";
import { arranged, type Size } from "./labels";
import { queued, routes } from "./layers";
import { covered, isFull, positions, radius, shownPlaces, type Extent } from "./state";
import { world } from "./world";

type Project = (at: Position) => [number, number];

const MARGIN = 46;

function mercator([lon, lat]: Position): [number, number] {
  const bounded = Math.min(Math.max(lat, -84), 84) * (Math.PI / 180);
  return [lon * (Math.PI / 180), -Math.log(Math.tan(Math.PI / 4 + bounded / 2))];
}

/** Returns the projection that fits positions into a picture. */
export function fitted(all: readonly Position[], width: number, height: number): Project {
  const flat = (all.length ? all : [[-170, -60], [170, 70]] as Position[]).map(mercator);
  const xs = flat.map(([x]) => x);
  const ys = flat.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width - 2 * MARGIN) / Math.max(right - left, 0.02), (height - 2 * MARGIN) / Math.max(bottom - top, 0.02));
  return (at) => {
    const [x, y] = mercator(at);
    return [width / 2 + (x - (left + right) / 2) * scale, height / 2 + (y - (top + bottom) / 2) * scale];
  };
}

export function FlatMap({ record, extent }: { record: View; extent: Extent }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const place = canvas.current;
    if (!place) return;
    let stop = drawn(place, record, extent);
    const watch = new ResizeObserver(() => {
      stop();
      stop = drawn(place, record, extent);
    });
    if (place.parentElement) watch.observe(place.parentElement);
    return () => {
      watch.disconnect();
      stop();
    };
  }, [record, extent]);
  return <canvas ref={canvas} class="oa-flat" aria-hidden="true" />;
}

function drawn(canvas: HTMLCanvasElement, record: View, extent: Extent): () => void {
  const [width, height] = [canvas.parentElement?.clientWidth ?? 600, canvas.parentElement?.clientHeight ?? 400];
  const pen = canvas.getContext("2d");
  if (!pen) return () => undefined;
  canvas.width = width * devicePixelRatio;
  canvas.height = height * devicePixelRatio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const project = fitted(positions(record, extent), width, height);
  const press = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    const hit = shownPlaces(record).find((index) => {
      const [x, y] = project(record.places[index]?.at as Position);
      return Math.hypot(x - (event.clientX - box.left), y - (event.clientY - box.top)) < 22;
    });
    if (hit !== undefined) choosePlace(hit);
  };
  canvas.addEventListener("click", press);
  let [back, wasDark] = [below(record, project, width, height), dark.peek()];
  const stop = effect(() => {
    if (dark.value !== wasDark) [back, wasDark] = [below(record, project, width, height), dark.value];
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(back, 0, 0);
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    above(pen, record, project, { width, height });
  });
  return () => {
    canvas.removeEventListener("click", press);
    stop();
  };
}

/** Draws what never moves, once. */
function below(record: View, project: Project, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width * devicePixelRatio;
  canvas.height = height * devicePixelRatio;
  const pen = canvas.getContext("2d");
  if (!pen) return canvas;
  pen.scale(devicePixelRatio, devicePixelRatio);
  pen.fillStyle = colour("sea");
  pen.fillRect(0, 0, width, height);
  const { land, borders } = world();
  pen.fillStyle = colour("land");
  pen.beginPath();
  for (const { polygon } of land) for (const ring of polygon) outline(pen, ring, project);
  pen.fill("evenodd");
  stroke(pen, borders, project, colour("border"), 1);
  const legs = routes(record);
  const most = Math.max(1, ...legs.map((leg) => leg.count));
  for (const leg of legs) stroke(pen, [leg.path], project, `${colour("leg")}96`, 1 + 4 * Math.sqrt(leg.count / most));
  for (const link of record.links) {
    const [a, b] = [record.places[link.from]?.at, record.places[link.to]?.at];
    if (a && b && link.loads) stroke(pen, [[a, b]], project, colour("road"), 2.5);
  }
  return canvas;
}

function outline(pen: CanvasRenderingContext2D, points: readonly Position[], project: Project): void {
  points.forEach((point, index) => {
    const [x, y] = project(point);
    if (index) pen.lineTo(x, y);
    else pen.moveTo(x, y);
  });
}

function stroke(pen: CanvasRenderingContext2D, paths: readonly Position[][], project: Project, style: string, width: number): void {
  pen.strokeStyle = style;
  pen.lineWidth = width;
  pen.beginPath();
  for (const path of paths) outline(pen, path, project);
  pen.stroke();
}

/** Draws the moment of the clock. */
function above(pen: CanvasRenderingContext2D, record: View, project: Project, size: Size): void {
  stroke(pen, covered(record, time.value), project, colour("reach"), 1.5);
  const places = shownPlaces(record).map((index) => {
    const [x, y] = project(record.places[index]?.at as Position);
    const place = record.places[index] as View["places"][number];
    return { index, x, y, place, radius: radius(place), text: place.id, rank: place.near_end ? 0 : 1, always: index === chosenPlace.value };
  });
  for (const { index, x, y, place, radius: r } of places) {
    const parked = standing.value[index]?.parked ?? 0;
    const ink = colour(isFull(place, parked) ? "full" : "place");
    pen.beginPath();
    pen.arc(x, y, r, 0, 2 * Math.PI);
    pen.globalAlpha = Math.min(parked / (place.spots ?? 4), 1);
    pen.fillStyle = ink;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = index === chosenPlace.value ? colour("accent") : ink;
    pen.lineWidth = index === chosenPlace.value ? 4 : 2;
    pen.stroke();
  }
  for (const one of driving.value) dot(pen, project(one.at), colour("road"));
  for (const one of queued(record, flying.value)) {
    const [x, y] = project(one.at);
    const ink = colour(one.tail === chosenTail.value ? "accent" : one.holding ? "full" : one.laden ? "laden" : "empty");
    aircraft(pen, x + one.offset[0], y + one.offset[1], one.course, ink, one.holding ? 0.22 : 0.3);
  }
  pen.font = `${12 * textScale.value}px system-ui, sans-serif`;
  pen.textBaseline = "middle";
  pen.lineWidth = 3;
  pen.strokeStyle = colour("sea");
  pen.fillStyle = colour("text");
  for (const name of arranged(places, size, textScale.value)) {
    pen.textAlign = name.anchor === "middle" ? "center" : name.anchor;
    pen.strokeText(name.text, name.x + name.dx, name.y + name.dy);
    pen.fillText(name.text, name.x + name.dx, name.y + name.dy);
  }
}

function dot(pen: CanvasRenderingContext2D, [x, y]: readonly [number, number], ink: string): void {
  pen.fillStyle = ink;
  pen.beginPath();
  pen.arc(x, y, 4, 0, 2 * Math.PI);
  pen.fill();
}

function aircraft(pen: CanvasRenderingContext2D, x: number, y: number, course: number, ink: string, scale: number): void {
  pen.save();
  pen.translate(x, y);
  pen.rotate((course * Math.PI) / 180);
  pen.scale(scale, scale);
  pen.translate(-32, -32);
  pen.fillStyle = ink;
  pen.beginPath();
  for (const [left, top] of AIRCRAFT) pen.lineTo(left, top);
  pen.fill();
  pen.restore();
}
