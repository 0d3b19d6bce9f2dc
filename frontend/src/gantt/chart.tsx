/** The bars on a canvas behind rows that only exist where they are in sight. */
import { effect, useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { Axis, ClockLine } from "../parts/axis";
import { chooseTail, chosenTail } from "../state/choice";
import { playing, profile, setTime, time, view } from "../state/store";
import { dark } from "../state/theme";
import { textScale } from "../state/scale";
import { reveal, stretch, zoomBy } from "../state/zoom";
import { words } from "../words/en";
import { draw, inkOf, rowHeight, type Ink } from "./draw";
import { bars, order } from "./rows";
import { barSentence } from "./told";

/** Puts the choice on what a tail does at a moment: the tail, and the clock. */
export function chooseMoment(tail: number, moment: number): void {
  playing.value = false;
  chooseTail(tail);
  setTime(moment);
}

interface Hover {
  x: number;
  y: number;
  wide: number;
  high: number;
  text: string;
}

export function GanttChart() {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const top = useSignal(0);
  const hover = useSignal<Hover | null>(null);
  const [size, setSize] = useState<readonly [number, number]>([600, 400]);
  useEffect(() => {
    const place = scroller.current;
    if (!place) return;
    const watch = new ResizeObserver(() => { setSize([place.clientWidth - gutterOf(place), place.clientHeight]); });
    watch.observe(place);
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoomBy(event.deltaY > 0 ? 1.25 : 0.8, momentOf(place, event.clientX));
    };
    place.addEventListener("wheel", wheel, { passive: false });
    return () => {
      watch.disconnect();
      place.removeEventListener("wheel", wheel);
    };
  }, []);
  useEffect(() => drawn(canvas.current, size, top), [size, top]);
  useEffect(() => followed(scroller.current), []);
  useEffect(() => {
    const place = scroller.current;
    return place ? pointed(place, hover) : undefined;
  }, [hover]);
  return (
    <div class="oa-gantt">
      <div class="oa-gantt-axis"><div style={{ width: `${size[0]}px` }}><Axis width={size[0]} /></div></div>
      <div class="oa-gantt-box">
        <canvas ref={canvas} class="oa-gantt-canvas" aria-hidden="true" />
        <div
          ref={scroller} class="oa-gantt-scroll" role="grid" tabIndex={0} aria-label={words.bar.grid} aria-describedby="gantt-hint"
          aria-rowcount={order.value.length} aria-activedescendant={chosenTail.value >= 0 ? `tail-${chosenTail.value}` : undefined}
          onScroll={(event) => { top.value = event.currentTarget.scrollTop; hover.value = null; }}
          onKeyDown={(event) => { if (moved(event.key)) event.preventDefault(); }}
        >
          <Rows top={top} height={size[1]} />
        </div>
        <div class="oa-gantt-over" style={{ width: `${size[0]}px` }}><ClockLine /></div>
        <Tip hover={hover} />
      </div>
      <p id="gantt-hint" class="oa-note">{words.bar.hint}</p>
    </div>
  );
}

/** The rows in sight, with the names of the tails; the chosen one is always there, for whoever reads by keyboard. */
function Rows({ top, height }: { top: Signal<number>; height: number }) {
  const record = view.value;
  const all = order.value;
  const first = Math.max(0, Math.floor(top.value / rowHeight()) - 2);
  const last = Math.min(all.length, Math.ceil((top.value + height) / rowHeight()) + 2);
  const shown = Array.from({ length: Math.max(last - first, 0) }, (_, index) => first + index);
  const chosen = all.indexOf(chosenTail.value);
  if (chosen >= 0 && (chosen < first || chosen >= last)) shown.push(chosen);
  return (
    <div role="rowgroup" class="oa-gantt-rows" style={{ height: `${all.length * rowHeight()}px` }}>
      {shown.map((index) => {
        const tail = all[index] ?? 0;
        return (
          <div
            key={tail} id={`tail-${tail}`} role="row" aria-rowindex={index + 1} aria-selected={tail === chosenTail.value}
            class="oa-gantt-row" style={{ top: `${index * rowHeight()}px` }}
          >
            <span role="rowheader">{record?.tails[tail]?.name}</span>
          </div>
        );
      })}
    </div>
  );
}

function Tip({ hover }: { hover: Signal<Hover | null> }) {
  const found = hover.value;
  if (!found) return null;
  const side = found.x > found.wide / 2 ? { right: `${found.wide - found.x + 10}px` } : { left: `${found.x + 10}px` };
  const end = found.y > found.high - 70 ? { bottom: `${found.high - found.y + 24}px` } : { top: `${found.y}px` };
  return <div class="oa-tip" style={{ ...side, ...end }} aria-hidden="true">{found.text}</div>;
}

/** Returns how wide the names of the rows are [CSS pixels]. */
function gutterOf(place: HTMLElement): number {
  return 16 * textScale.peek() * (Number.parseFloat(getComputedStyle(place).getPropertyValue("--oa-gutter")) || 0);
}

function momentOf(place: HTMLElement, clientX: number): number {
  const [from, to] = stretch.peek();
  const left = gutterOf(place);
  const share = (clientX - place.getBoundingClientRect().left - left) / Math.max(place.clientWidth - left, 1);
  return from + Math.max(share, 0) * (to - from);
}

/** Shows under the pointer what a bar is, and chooses it when it is pressed. */
function pointed(place: HTMLElement, hover: Signal<Hover | null>): () => void {
  const tailAt = (event: MouseEvent) => order.peek()[Math.floor((event.clientY - place.getBoundingClientRect().top + place.scrollTop) / rowHeight())];
  const move = (event: MouseEvent) => {
    const [record, tail] = [view.peek(), tailAt(event)];
    const bar = tail === undefined || event.clientX - place.getBoundingClientRect().left < gutterOf(place) ? null : bars.peek()?.at(tail, momentOf(place, event.clientX));
    const box = place.getBoundingClientRect();
    hover.value = record && bar
      ? { x: event.clientX - box.left, y: event.clientY - box.top + 14, wide: box.width, high: box.height, text: barSentence(record, bar, profile.peek()) }
      : null;
  };
  const leave = () => { hover.value = null; };
  const press = (event: MouseEvent) => {
    const tail = tailAt(event);
    if (tail === undefined) return;
    const onName = event.clientX - place.getBoundingClientRect().left < gutterOf(place);
    chooseMoment(tail, onName ? time.peek() : momentOf(place, event.clientX));
  };
  place.addEventListener("pointermove", move);
  place.addEventListener("pointerleave", leave);
  place.addEventListener("click", press);
  return () => {
    place.removeEventListener("pointermove", move);
    place.removeEventListener("pointerleave", leave);
    place.removeEventListener("click", press);
  };
}

/** Moves the choice by a key: up and down by tails, left and right by bars; returns whether the key does that. */
export function moved(key: string): boolean {
  const [all, found] = [order.peek(), bars.peek()];
  const here = all.indexOf(chosenTail.peek());
  const rows: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + 10, PageUp: here - 10, Home: 0, End: all.length - 1 };
  const row = rows[key];
  if (row !== undefined && all.length) {
    chooseTail(all[Math.min(Math.max(row, 0), all.length - 1)] ?? 0);
    return true;
  }
  if ((key !== "ArrowLeft" && key !== "ArrowRight") || !found || here < 0) return false;
  const bar = found.beside(all[here] ?? 0, time.peek(), key === "ArrowRight" ? 1 : -1);
  if (bar) {
    chooseMoment(bar.tail, bar.from);
    reveal(bar.from);
  }
  return true;
}

/** Keeps the chosen row in sight. */
function followed(place: HTMLElement | null): () => void {
  return effect(() => {
    const index = order.value.indexOf(chosenTail.value);
    if (!place || index < 0) return;
    const [low, high] = [index * rowHeight(), (index + 1) * rowHeight()];
    if (low < place.scrollTop) place.scrollTop = low;
    else if (high > place.scrollTop + place.clientHeight) place.scrollTop = high - place.clientHeight;
  });
}

/** Draws when what is in sight changes, at most once a frame; the clock is a line above, so that it draws nothing. */
function drawn(place: HTMLCanvasElement | null, [width, height]: readonly [number, number], top: Signal<number>): () => void {
  const pen = place?.getContext("2d");
  if (!place || !pen || width < 1 || height < 1) return () => undefined;
  place.width = Math.round(width * devicePixelRatio);
  place.height = Math.round(height * devicePixelRatio);
  place.style.width = `${width}px`;
  place.style.height = `${height}px`;
  let [ink, wasDark]: [Ink, boolean] = [inkOf(pen), dark.peek()];
  let frame = 0;
  const stop = effect(() => {
    const [record, found] = [view.value, bars.value];
    const scene = { order: order.value, chosen: chosenTail.value, stretch: stretch.value, top: top.value, width, height };
    const isDark = dark.value;
    rowHeight();
    if (!record || !found) return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      if (isDark !== wasDark) [ink, wasDark] = [inkOf(pen), isDark];
      draw(pen, ink, { record, bars: found, ...scene });
    });
  });
  return () => {
    stop();
    cancelAnimationFrame(frame);
  };
}
