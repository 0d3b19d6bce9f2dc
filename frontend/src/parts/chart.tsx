/** A chart over time whose cursor is the clock that all pictures share. */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { moment } from "../format/units";
import { profile, time, view } from "../state/store";
import { textScale } from "../state/scale";
import { colour, dark } from "../state/theme";
import { scrubbed } from "./scrub";

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

export { colour };

export function Chart({ label, data, series, bands, value, range, height, draw }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const shown = profile.value;
  const isDark = dark.value;
  const scale = textScale.value;
  useEffect(() => {
    const place = box.current;
    const record = view.peek();
    if (!place || !record) return;
    const tall = (box_: HTMLElement) => height ?? Math.min(Math.max(box_.clientWidth * 0.36, 220), 520 * scale);
    const font = `${12 * scale}px system-ui, sans-serif`;
    const axis = { font, stroke: colour("text"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line") } };
    const options: uPlot.Options = {
      width: Math.max(place.clientWidth, 200),
      height: tall(place),
      padding: [null, 22 * scale, null, null],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
      scales: { x: { time: false, range: () => [0, record.scenario.horizon_s] }, y: { range: range ?? null } },
      axes: [
        {
          ...axis,
          size: 50 * scale,
          splits: (_chart, _axis, low, high) => daysBetween(low, high, place.clientWidth),
          values: (_chart, splits) => splits.map((second) => `D+${second / 86_400}`),
        },
        { ...axis, size: 56 * scale, values: (_chart, splits) => splits.map(value) },
      ],
      series: [{}, ...series],
      hooks: { draw: draw ? [draw] : [] },
    } as uPlot.Options;
    if (bands) options.bands = bands;
    const chart = new uPlot(options, data, place);
    const stopScrub = scrubbed(chart.over, (x) => chart.posToVal(x - chart.over.getBoundingClientRect().left, "x"));
    const line = document.createElement("div");
    line.className = "oa-clock-line";
    chart.over.append(line);
    const put = () => { line.style.left = `${chart.valToPos(time.peek(), "x")}px`; };
    const stop = time.subscribe(put);
    const resized = new ResizeObserver(() => {
      if (place.clientWidth > 0) {
        chart.setSize({ width: place.clientWidth, height: tall(place) });
        put();
      }
    });
    resized.observe(place);
    return () => {
      stop();
      stopScrub();
      resized.disconnect();
      chart.destroy();
    };
  }, [data, series, bands, value, range, height, draw, shown, isDark, scale]);
  return <div class="oa-chart" ref={box} role="img" aria-label={label} />;
}

/** Returns midnights [s] between two moments, no more than fit beside each other. */
export function daysBetween(low: number, high: number, width: number): number[] {
  const days = (high - low) / 86_400;
  const step = [1, 2, 5, 7, 14, 30, 60].find((one) => days / one <= Math.max(width / (60 * textScale.value), 2)) ?? 90;
  const found = [];
  for (let second = Math.ceil(low / 86_400) * 86_400; second <= high; second += step * 86_400) found.push(second);
  return found;
}

/** Returns a moment of the record in words. */
export function momentWords(seconds: number): string {
  const record = view.peek();
  return record ? moment(record.scenario.start, seconds, profile.peek()) : "";
}
