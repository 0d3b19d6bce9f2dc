/** What pictures over a stretch of time share: the days below or above them, the clock's line, and the zoom. */
import { useEffect, useRef } from "preact/hooks";
import { effect } from "@preact/signals";
import { day } from "../format/units";
import { playing, time, view } from "../state/store";
import { textScale } from "../state/scale";
import { panBy, reveal, showAll, showAround, stretch, zoomBy, type Stretch } from "../state/zoom";
import { words } from "../words/en";
import { daysBetween } from "./chart";
import { scrubbed } from "./scrub";

const DAY_S = 86_400;
const STEPS_S = [1, 2, 3, 6, 12].map((hours) => hours * 3600);

/** Returns the moments [s] that an axis names: midnights, or hours where less than three days are shown. */
export function ticksOf([from, to]: Stretch, width: number): number[] {
  const wish = Math.max(width / (70 * textScale.value), 2);
  if (to - from >= 3 * DAY_S) return daysBetween(from, to, width);
  const step = STEPS_S.find((one) => (to - from) / one <= wish) ?? DAY_S;
  const found = [];
  for (let second = Math.ceil(from / step) * step; second <= to; second += step) found.push(second);
  return found;
}

/** Returns the words of such a moment: D+3, and below its date; or the hour. */
export function tickWords(start: string, second: number): [string, string] {
  const hour = new Date(Date.parse(start) + second * 1000).getUTCHours();
  return second % DAY_S === 0 ? [`D+${second / DAY_S}`, day(start, second)] : [`${String(hour).padStart(2, "0")}:00`, ""];
}

/** A line of days, on which the clock can be put. */
export function Axis({ width }: { width: number }) {
  const record = view.value;
  const box = useRef<HTMLDivElement>(null);
  const shown = stretch.value;
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    return scrubbed(place, (x) => momentAt(place, x));
  }, []);
  if (!record) return null;
  return (
    <div class="oa-axis" ref={box} aria-hidden="true">
      {ticksOf(shown, width).map((second) => {
        const [name, date] = tickWords(record.scenario.start, second);
        return (
          <span key={second} style={{ left: `${sharePercent(second, shown)}%` }}>
            {name}
            <small>{date}</small>
          </span>
        );
      })}
    </div>
  );
}

export function sharePercent(second: number, [from, to]: Stretch): number {
  return ((second - from) / (to - from)) * 100;
}

/** Returns the moment at a horizontal position of the page, within an element that spans the stretch. */
export function momentAt(place: HTMLElement, clientX: number): number {
  const box = place.getBoundingClientRect();
  const [from, to] = stretch.peek();
  return from + ((clientX - box.left) / Math.max(box.width, 1)) * (to - from);
}

/** The line of the clock: only this moves when the clock does. */
export function ClockLine() {
  const line = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      effect(() => {
        const place = line.current;
        if (!place) return;
        const share = sharePercent(time.value, stretch.value);
        place.hidden = share < 0 || share > 100;
        place.style.left = `${share}%`;
      }),
    [],
  );
  return <div class="oa-clock-line" ref={line} aria-hidden="true" />;
}

/** Buttons that choose what stretch of time is shown. */
export function Zoom() {
  useEffect(
    () =>
      effect(() => {
        if (playing.value) reveal(time.value);
      }),
    [],
  );
  const [from, to] = stretch.value;
  const whole = to - from >= (view.value?.scenario.horizon_s ?? 0);
  const buttons: readonly [string, string, () => void, boolean][] = [
    [words.zoom.all, words.zoom.allOf, showAll, whole],
    [words.zoom.week, words.zoom.weekOf, () => { showAround(7 * DAY_S); }, false],
    [words.zoom.day, words.zoom.dayOf, () => { showAround(DAY_S); }, false],
    ["−", words.zoom.more, () => { zoomBy(2); }, whole],
    ["+", words.zoom.less, () => { zoomBy(0.5); }, to - from <= 2 * 3600],
    ["◀", words.zoom.before, () => { panBy(-0.5); }, from <= 0],
    ["▶", words.zoom.after, () => { panBy(0.5); }, whole || to >= (view.value?.scenario.horizon_s ?? 0)],
  ];
  return (
    <div class="oa-tools" role="group" aria-label={words.zoom.name}>
      {buttons.map(([text, name, act, off]) => (
        <button key={text} type="button" aria-label={/\d|[a-z]/i.test(text) ? undefined : name} title={name} disabled={off} onClick={act}>
          {text}
        </button>
      ))}
    </div>
  );
}
