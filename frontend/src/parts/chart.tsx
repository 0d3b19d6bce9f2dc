/** A chart over time whose cursor is the clock that all pictures share. */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { moment } from "../format/units";
import { playing, profile, setTime, time, view } from "../state/store";

export interface ChartProps {
  /** What is shown, in words, for those who do not see it. */
  label: string;
  data: uPlot.AlignedData;
  series: uPlot.Series[];
  bands?: uPlot.Band[];
  /** Text of a value of the vertical axis. */
  value: (value: number) => string;
  range?: [number, number];
  height?: number;
  /** Draws on top, in canvas pixels. */
  draw?: (chart: uPlot) => void;
}

/** Returns the value of a colour of the style. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--oa-${name}`).trim() || "#888";
}

export function Chart({ label, data, series, bands, value, range, height = 240, draw }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const shown = profile.value;
  useEffect(() => {
    const place = box.current;
    const record = view.peek();
    if (!place || !record) return;
    const axis = { stroke: colour("text"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line") } };
    const options: uPlot.Options = {
      width: Math.max(place.clientWidth, 200),
      height,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
      scales: { x: { time: false, range: () => [0, record.scenario.horizon_s] }, y: { range: range ?? null } },
      axes: [
        {
          ...axis,
          splits: (_chart, _axis, low, high) => daysBetween(low, high, place.clientWidth),
          values: (_chart, splits) => splits.map((second) => `D+${second / 86_400}`),
        },
        { ...axis, size: 56, values: (_chart, splits) => splits.map(value) },
      ],
      series: [{}, ...series],
      hooks: { draw: [...(draw ? [draw] : []), drawClock] },
    } as uPlot.Options;
    if (bands) options.bands = bands;
    const chart = new uPlot(options, data, place);
    chart.over.addEventListener("pointerdown", (event) => {
      const go = (moved: PointerEvent) => {
        playing.value = false;
        setTime(chart.posToVal(moved.clientX - chart.over.getBoundingClientRect().left, "x"));
      };
      go(event);
      chart.over.setPointerCapture(event.pointerId);
      chart.over.addEventListener("pointermove", go);
      chart.over.addEventListener("pointerup", () => { chart.over.removeEventListener("pointermove", go); }, { once: true });
    });
    const stop = time.subscribe(() => {
      chart.redraw(false, false);
    });
    const resized = new ResizeObserver(() => {
      if (place.clientWidth > 0) chart.setSize({ width: place.clientWidth, height });
    });
    resized.observe(place);
    return () => {
      stop();
      resized.disconnect();
      chart.destroy();
    };
  }, [data, series, bands, value, range, height, draw, shown]);
  return <div class="oa-chart" ref={box} role="img" aria-label={label} />;
}

function drawClock(chart: uPlot): void {
  const record = view.peek();
  if (!record) return;
  const x = Math.round(chart.valToPos(time.peek(), "x", true));
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = colour("clock");
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** Returns midnights [s] between two moments, no more than fit beside each other. */
export function daysBetween(low: number, high: number, width: number): number[] {
  const days = (high - low) / 86_400;
  const step = [1, 2, 5, 7, 14, 30, 60].find((one) => days / one <= Math.max(width / 60, 2)) ?? 90;
  const found = [];
  for (let second = Math.ceil(low / 86_400) * 86_400; second <= high; second += step * 86_400) found.push(second);
  return found;
}

/** Returns a moment of the record in words. */
export function momentWords(seconds: number): string {
  const record = view.peek();
  return record ? moment(record.scenario.start, seconds, profile.peek()) : "";
}
