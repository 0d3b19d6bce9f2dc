/** Two stored runs of the server on one clock: their inputs first, then what arrives when. */
import { useEffect, useMemo } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type uPlot from "uplot";
import { fetched } from "../data/load";
import type { Curves, View } from "../data/view";
import { percent } from "../format/units";
import { valueAt } from "../parts/closure";
import { Chart, colour, momentWords } from "../parts/chart";
import { linked } from "../state/link";
import { meter, profile, runId, time, view } from "../state/store";
import { words } from "../words/en";
import { Cells } from "./changes";
import { differing } from "./differing";

const against = linked("against");
const RANGE: [number, number] = [0, 1];

interface Told {
  id: string;
  title: string | null;
  options: string[] | null;
  runs: number;
}

export function Runs() {
  const found = useSignal<Told[]>([]);
  const other = useSignal<View | null>(null);
  const problem = useSignal<string | null>(null);
  const wanted = against.value;
  useEffect(() => {
    let here = true;
    void listed().then((runs) => {
      if (here) found.value = runs;
    });
    return () => {
      here = false;
    };
  }, [found]);
  useEffect(() => {
    let here = true;
    other.value = null;
    problem.value = null;
    if (wanted) {
      fetched(wanted).then(
        (record) => {
          if (here) other.value = record;
        },
        (error: unknown) => {
          if (here) problem.value = error instanceof Error ? error.message : String(error);
        },
      );
    }
    return () => {
      here = false;
    };
  }, [wanted, other, problem]);
  const record = view.value;
  const choices = found.value.filter((one) => one.id !== runId.value);
  return (
    <section class="oa-card" aria-labelledby="runs-title">
      <h2 id="runs-title">{words.twoRuns}</h2>
      <p>{words.twoRunsNote}</p>
      {choices.length ? (
        <label>
          B:{" "}
          <select
            value={wanted}
            onChange={(event) => {
              against.value = event.currentTarget.value;
            }}
          >
            <option value="">{words.choose}</option>
            {choices.map((one) => (
              <option key={one.id} value={one.id}>
                {words.runNamed(one.title ?? one.id, one.options ?? [], one.runs, one.id.slice(0, 6))}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <p>{words.noOtherRun}</p>
      )}
      {problem.value ? <p role="alert">{problem.value}</p> : null}
      {record && record.study.runs > 0 && other.value ? <Pair a={record} b={other.value} /> : null}
    </section>
  );
}

async function listed(): Promise<Told[]> {
  const answer = await fetch("/api/runs", { headers: { accept: "application/json" } });
  if (!answer.ok) return [];
  return ((await answer.json()) as { runs?: (Told & { finished: boolean })[] }).runs?.filter((one) => one.finished) ?? [];
}

function Pair({ a, b }: { a: View; b: View }) {
  const rows = useMemo(() => differing(a, b), [a, b]);
  const [one, two] = [curveOf(a), curveOf(b)];
  const shown = profile.value;
  return (
    <>
      <h3>{words.changes}</h3>
      {rows.length ? <Cells rows={rows} /> : <p>{words.noChanges}</p>}
      <h3>{words.closure}</h3>
      <p>A: {a.said[shown]?.closure}</p>
      <p>B: {b.said[shown]?.closure}</p>
      {one && two ? <Both a={one} b={two} /> : null}
    </>
  );
}

function curveOf(record: View): Curves | undefined {
  return record.curves.find((one) => one.meter === meter.value && one.of === "listed") ?? record.curves[0];
}

function Both({ a, b }: { a: Curves; b: Curves }) {
  const drawn = useMemo(() => merged(a, b), [a, b]);
  const now = time.value;
  const at = (curve: Curves) => percent(valueAt(curve.grid_s, curve.marks.delivered?.[1] ?? [], now));
  return (
    <>
      <Chart label={words.twoCurves("A", "B")} data={drawn.data} series={drawn.series} value={percent} range={RANGE} />
      <ul class="oa-key">
        <li>
          <span class="oa-swatch oa-side-a" aria-hidden="true" /> A
        </li>
        <li>
          <span class="oa-swatch oa-side-b" aria-hidden="true" /> B
        </li>
      </ul>
      <p>{words.atTheClock(momentWords(now), at(a), at(b))}</p>
    </>
  );
}

function merged(a: Curves, b: Curves): { data: uPlot.AlignedData; series: uPlot.Series[] } {
  const grid = [...new Set([...a.grid_s, ...b.grid_s])].sort((x, y) => x - y);
  const row = (curve: Curves) => grid.map((second) => valueAt(curve.grid_s, curve.marks.delivered?.[1] ?? [], second));
  return {
    data: [grid, row(a), row(b)],
    series: [
      { stroke: colour("at_hub"), width: 2.5, points: { show: false } },
      { stroke: colour("delivered"), width: 2.5, dash: [8, 4], points: { show: false } },
    ],
  };
}
