/** Both options on the clock that all pictures share. */
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import type { Comparison, DayCurve } from "../data/results";
import { percent } from "../format/units";
import { Chart, colour, momentWords } from "../parts/chart";
import { time, view } from "../state/store";
import { words } from "../words/en";
import { mainCurve, shareAt, type Side } from "./pair";

export function SameClock({ found, side }: { found: Comparison; side: Side }) {
  const curve = mainCurve(found);
  const names = useMemo(() => [side.a.name, side.b.name] as const, [side.a.name, side.b.name]);
  const drawn = useMemo(() => (curve ? lines(curve, names) : null), [curve, names]);
  if (!curve || !drawn || !view.value) return null;
  const now = time.value;
  const [a, b] = names.map((name) => shareAt(curve, name, now));
  return (
    <section class="oa-card" aria-labelledby="clock-title">
      <h2 id="clock-title">{words.sameClock(words.markOf(curve.mark), curve.meter)}</h2>
      <Chart label={words.twoCurves(names[0], names[1])} data={drawn.data} series={drawn.series} value={percent} range={RANGE} />
      <ul class="oa-key">
        <li>
          <span class="oa-swatch oa-side-a" aria-hidden="true" /> A {names[0]}
        </li>
        <li>
          <span class="oa-swatch oa-side-b" aria-hidden="true" /> B {names[1]}
        </li>
      </ul>
      <p>{words.atTheClock(momentWords(now), a === null || a === undefined ? "–" : percent(a), b === null || b === undefined ? "–" : percent(b))}</p>
    </section>
  );
}

const RANGE: [number, number] = [0, 1];

function lines(curve: DayCurve, names: readonly [string, string]): { data: uPlot.AlignedData; series: uPlot.Series[] } {
  const days = [0, ...curve.rows.map((row) => row.day * 86_400)];
  const rows = names.map((name) => [0, ...curve.rows.map((row) => row.options[name]?.p50 ?? null)]);
  const series: uPlot.Series[] = [
    { stroke: colour("at_hub"), width: 2.5, points: { show: false } },
    { stroke: colour("delivered"), width: 2.5, dash: [8, 4], points: { show: false } },
  ];
  return { data: [days, ...rows] as uPlot.AlignedData, series };
}
