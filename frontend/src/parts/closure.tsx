/** The closure curve: how much has passed each mark by when, with what was reported. */
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import type { Curves, Mark, Observation, Profile, View } from "../data/view";
import { amount, moment, percent, plain } from "../format/units";
import { meter, meterName, profile, time, view } from "../state/store";
import { textScale } from "../state/scale";
import { dark } from "../state/theme";
import { lastRequirement } from "../inputs/about";
import { words } from "../words/en";
import { Behind } from "./behind";
import { Chart, colour, momentWords } from "./chart";

const MARKS: readonly Mark[] = ["at_hub", "delivered"];

export function Closure() {
  const record = view.value;
  const chosen = meter.value;
  const curve = record?.curves.find((one) => one.meter === chosen && one.of === wholeOf(record, chosen));
  if (!record || !curve) return <p>{words.nothing}</p>;
  return (
    <section class="oa-card" aria-labelledby="closure-title">
      <h2 id="closure-title">{words.closure}</h2>
      <Headline record={record} />
      <p>
        {record.said[profile.value]?.closure} <ClosureInputs record={record} />
      </p>
      <fieldset class="oa-switch">
        <legend>{words.meter}</legend>
        {[...new Set(record.curves.map((one) => one.meter))].map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="meter"
              checked={one === chosen}
              onChange={() => {
                meterName.value = one;
              }}
            />
            {words.meters[one]}
          </label>
        ))}
      </fieldset>
      <Picture record={record} curve={curve} />
      <Now curve={curve} />
      {(record.said[profile.value]?.arrival ?? []).map((text) => (
        <p key={text}>{text}</p>
      ))}
      <Reported record={record} curve={curve} />
    </section>
  );
}

/** The probability of closing by the last required date. */
function Headline({ record }: { record: View }) {
  const closing = record.closing;
  if (!closing) return <p class="oa-note">{words.noRequired}</p>;
  return (
    <p class="oa-headline">
      {words.closing(moment(record.scenario.start, closing.required_s, profile.value))}
      <b>{percent(closing.share)}</b>
      {closing.undated ? <small> {words.undated(closing.undated)}</small> : null}
    </p>
  );
}

/** What was reported, numbered as on the chart where it can be drawn there, and what the runs say of it. */
function Reported({ record, curve }: { record: View; curve: Curves }) {
  const drawnHere = drawable(record.observations, curve).map((one) => one.id);
  const said = record.said[profile.value]?.observations ?? {};
  if (!record.observations.length) return null;
  return (
    <details class="oa-reported">
      <summary>{words.reported} ({record.observations.length})</summary>
      <ul>
        {record.observations.map((one) => {
          const number = drawnHere.indexOf(one.id);
          const told = said[one.id] ?? [];
          return (
            <li key={one.id}>
              <b>{number >= 0 ? `◆${number + 1} ` : ""}{one.id}</b>: {words.reports(reportedValue(one))}
              {told.length || one.reason ? <ul>{[...told, ...(told.length || !one.reason ? [] : [one.reason])].map((text) => <li key={text}>{text}</li>)}</ul> : null}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

/** Returns what was reported as one value or a range; shares in percent. */
export function reportedValue(one: Observation): string {
  const text = (value: number) => (one.quantity === "share" ? percent(value) : plain(value));
  const what = one.quantity === "share" ? "" : ` (${one.quantity})`;
  if (one.value !== null) return text(one.value) + what;
  if (one.low !== null && one.high !== null) return `${text(one.low)} – ${text(one.high)}${what}`;
  if (one.low !== null) return `≥ ${text(one.low)}${what}`;
  return one.high === null ? "–" : `≤ ${text(one.high)}${what}`;
}

function ClosureInputs({ record }: { record: View }) {
  const last = lastRequirement(record);
  return last ? <Behind tag={`requirement:${last}`} what={words.closureOf(last)} /> : null;
}

/** A value in USD is a share of what was authorised where all of that is stated. */
function wholeOf(record: View, chosen: string): "listed" | "authorised" {
  const stated = record.curves.some((one) => one.meter === chosen && one.of === "authorised");
  return stated ? "authorised" : "listed";
}

function Picture({ record, curve }: { record: View; curve: Curves }) {
  const points = useMemo(() => drawable(record.observations, curve), [record, curve]);
  const isDark = dark.value;
  const { data, series, bands } = useMemo(() => ({ ...drawn(curve), isDark }), [curve, isDark]);
  const required = record.closing?.required_s ?? null;
  const draw = useMemo(
    () => (chart: uPlot) => {
      drawPoints(chart, points);
      if (required !== null) drawRequired(chart, required);
    },
    [points, required],
  );
  const label = MARKS.map((mark) => {
    const rows = curve.marks[mark];
    return rows ? `${words.marks[mark]}: ${percent(rows[1].at(-1) ?? 0)} at the end` : "";
  }).join("; ");
  return (
    <>
      <Chart label={label} data={data} series={series} bands={bands} value={percent} range={top(points)} draw={draw} />
      <ul class="oa-key">
        {MARKS.filter((mark) => curve.marks[mark]).map((mark) => (
          <li key={mark}>
            <span class={`oa-swatch oa-${mark}`} aria-hidden="true" /> {words.marks[mark]}: P50, band P10 to P90
          </li>
        ))}
        {points.map((one, index) => (
          <li key={one.id}>
            ◆{index + 1} {one.id}
          </li>
        ))}
        {required === null ? null : (
          <li>
            <span class="oa-swatch oa-required" aria-hidden="true" /> {words.required}
          </li>
        )}
      </ul>
    </>
  );
}

/** What is there at the time of the clock, in numbers. */
function Now({ curve }: { curve: Curves }) {
  const now = time.value;
  const shown: Profile = profile.value;
  return (
    <dl class="oa-facts" aria-label={momentWords(now)}>
      {MARKS.map((mark) => {
        const rows = curve.marks[mark];
        if (!rows) return null;
        const [low, middle, high] = rows.map((row) => valueAt(curve.grid_s, row, now)) as [number, number, number];
        return (
          <div key={mark}>
            <dt>{words.marks[mark]}</dt>
            <dd>
              {percent(middle)} [{percent(low)} – {percent(high)}] · {amount(middle * curve.whole, curve.meter, shown)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Returns the value of the last moment that has passed. */
export function valueAt(grid: readonly number[], row: readonly number[], now: number): number {
  let low = 0;
  let high = grid.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((grid[middle] ?? 0) <= now) low = middle;
    else high = middle - 1;
  }
  return row[low] ?? 0;
}

export function drawable(observations: readonly Observation[], curve: Curves): Observation[] {
  return observations.filter(
    (one) =>
      one.quantity === "share" &&
      one.at_s !== null &&
      one.placed.length > 0 &&
      (one.meter ?? "usd") === curve.meter &&
      one.of === curve.of,
  );
}

function top(points: readonly Observation[]): [number, number] {
  return [0, Math.max(1, ...points.map((one) => one.value ?? one.high ?? one.low ?? 0))];
}

function drawn(curve: Curves): { data: uPlot.AlignedData; series: uPlot.Series[]; bands: uPlot.Band[] } {
  const rows: number[][] = [];
  const series: uPlot.Series[] = [];
  const bands: uPlot.Band[] = [];
  for (const mark of MARKS) {
    const found = curve.marks[mark];
    if (!found) continue;
    const stroke = colour(mark);
    const [p10, p50, p90] = found;
    const first = rows.length + 1;
    rows.push(p90, p10, p50);
    const edge: uPlot.Series = { stroke: "transparent", points: { show: false } };
    series.push(edge, { ...edge }, { stroke, width: 2.5, points: { show: false }, ...(mark === "at_hub" ? { dash: [8, 4] } : {}) });
    bands.push({ series: [first, first + 1], fill: `${stroke}40` });
  }
  return { data: [curve.grid_s, ...rows], series, bands };
}

function drawRequired(chart: uPlot, second: number): void {
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(second, "x", true));
  ctx.save();
  ctx.strokeStyle = colour("text");
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

function drawPoints(chart: uPlot, points: readonly Observation[]): void {
  const { ctx } = chart;
  const size = 6 * devicePixelRatio;
  ctx.save();
  ctx.fillStyle = colour("seen");
  ctx.font = `${12 * textScale.peek() * devicePixelRatio}px sans-serif`;
  points.forEach((one, index) => {
    const value = one.value ?? ((one.low ?? one.high ?? 0) + (one.high ?? one.low ?? 0)) / 2;
    const x = chart.valToPos(one.at_s ?? 0, "x", true);
    const y = chart.valToPos(value, "y", true);
    ctx.beginPath();
    ctx.moveTo(x, y - size);
    ctx.lineTo(x + size, y);
    ctx.lineTo(x, y + size);
    ctx.lineTo(x - size, y);
    ctx.fill();
    ctx.fillText(String(index + 1), x + size, y - size);
  });
  ctx.restore();
}
