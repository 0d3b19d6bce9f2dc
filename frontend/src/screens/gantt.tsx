/** Aircraft: what each tail does when, and why it waits. */
import { useComputed } from "@preact/signals";
import { KINDS, WAITS, type Bar, type Kind } from "../gantt/bars";
import { GanttChart } from "../gantt/chart";
import { bars, find, order, sort } from "../gantt/rows";
import { toldOf } from "../gantt/told";
import type { View } from "../data/view";
import { day, moment, span } from "../format/units";
import { Zoom } from "../parts/axis";
import { choosePlace, chosenTail, go } from "../state/choice";
import { profile, setTime, time, view } from "../state/store";
import { Head } from "../parts/head";
import { words } from "../words/en";
import "../style/gantt.css";

const DAY_S = 86_400;

export function Gantt() {
  const record = view.value;
  if (!record) return <p>{words.nothing}</p>;
  if (!record.tails.length) return <section class="oa-card"><p>{words.bar.none}</p></section>;
  return (
    <div class="oa-stack">
      <BarsCard record={record} />
      <section class="oa-card" aria-labelledby="told-title">
        <Chosen record={record} />
      </section>
    </div>
  );
}

/** The bars with what finds, orders and zooms them. */
export function BarsCard({ record }: { record: View }) {
  return (
    <section class="oa-card oa-bars-card" aria-labelledby="gantt-title">
      <h2 id="gantt-title">{words.gantt}</h2>
      <p class="oa-note">{words.bar.intro}</p>
      <div class="oa-tools">
        <label>
          {words.filter}{" "}
          <input type="search" value={find.value} placeholder={words.bar.findWhat} onInput={(event) => { find.value = event.currentTarget.value; }} />
        </label>
        <label>
          {words.bar.order}{" "}
          <select value={sort.value} onChange={(event) => { sort.value = event.currentTarget.value; }}>
            <option value="">{words.bar.asListed}</option>
            <option value="waiting">{words.bar.byWaiting}</option>
          </select>
        </label>
        <span class="oa-note">{words.bar.shown(order.value.length, record.tails.length)}</span>
      </div>
      <Zoom />
      <GanttChart />
      <Key />
    </section>
  );
}

const SHOWN: readonly Kind[] = KINDS.filter((kind) => kind !== "service");

function Key() {
  return (
    <ul class="oa-key" aria-label={words.key}>
      {SHOWN.map((kind) => (
        <li key={kind}>
          <span class={`oa-box oa-bar-${kind}${WAITS.has(kind) ? " oa-hatched" : ""}`} aria-hidden="true" /> {words.bar.keys[kind]}
        </li>
      ))}
    </ul>
  );
}

/** What the chosen tail does at the time of the clock, and all that day. */
function Chosen({ record }: { record: View }) {
  const tail = chosenTail.value;
  const bar = useComputed(() => (chosenTail.value < 0 ? null : (bars.value?.at(chosenTail.value, time.value) ?? null)));
  const begin = useComputed(() => Math.floor(time.value / DAY_S) * DAY_S);
  if (tail < 0) return <><h2 id="told-title">{words.bar.noneChosen}</h2><p>{words.bar.chooseOne}</p></>;
  const one = record.tails[tail];
  return (
    <>
      <h2 id="told-title">{one?.name}</h2>
      <p class="oa-note">{words.bar.tail(record.types[one?.type ?? -1] ?? "?", record.places[one?.base ?? -1]?.id ?? "?")}</p>
      <div aria-live="polite">{bar.value ? <Facts record={record} bar={bar.value} /> : <p>{words.bar.unknown}</p>}</div>
      <Day record={record} tail={tail} begin={begin.value} />
    </>
  );
}

function Facts({ record, bar }: { record: View; bar: Bar }) {
  const told = toldOf(record, bar, profile.value);
  const when = (second: number) => moment(record.scenario.start, second, profile.value);
  return (
    <dl class="oa-facts">
      <div><dt>{words.bar.now}</dt><dd><b>{told.what}</b>, {told.where}{told.why ? <> – {told.why}</> : null}</dd></div>
      <div><dt>{words.bar.when}</dt><dd>{when(bar.from)} – {when(bar.to)} ({span(bar.to - bar.from)})</dd></div>
      {told.mission ? <div><dt>{words.bar.missionName}</dt><dd>{told.mission}</dd></div> : null}
      <div>
        <dt>{words.bar.goTo}</dt>
        <dd class="oa-tools">
          <button type="button" onClick={() => { go("overview"); }}>{words.map}</button>
          {told.places.slice(0, 1).map((place) => (
            <button key={place} type="button" onClick={() => { choosePlace(place); go("lanes"); }}>{words.lane.lanesOf(record.places[place]?.id ?? "")}</button>
          ))}
        </dd>
      </div>
    </dl>
  );
}

function Day({ record, tail, begin }: { record: View; tail: number; begin: number }) {
  const found = bars.value?.between(tail, begin, begin + DAY_S) ?? [];
  const now = useComputed(() => bars.value?.at(tail, time.value)?.from ?? -1);
  const clock = (second: number) => moment(record.scenario.start, second, profile.value);
  return (
    <div class="oa-scroll">
      <table class="oa-table">
        <caption>{words.bar.dayOf(day(record.scenario.start, begin))}</caption>
        <Head columns={words.bar.columns} />
        <tbody>
          {found.map((bar) => {
            const told = toldOf(record, bar, profile.value);
            return (
              <tr key={bar.from} aria-current={bar.from === now.value ? "time" : undefined}>
                <td><button type="button" class="oa-quiet" onClick={() => { setTime(bar.from); }}>{clock(bar.from)}</button></td>
                <td class="oa-num">{span(bar.to - bar.from)}</td>
                <td><span class={`oa-box oa-bar-${bar.kind}${WAITS.has(bar.kind) ? " oa-hatched" : ""}`} aria-hidden="true" /> {told.what}</td>
                <td>{told.where}</td>
                <td>{told.why}</td>
                <td>{told.mission}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {found.length ? null : <p>{words.bar.unknown}</p>}
    </div>
  );
}
