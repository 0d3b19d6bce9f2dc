/** What limits it: a sentence and a bar a resource, waits by place and cause, what is late, and what went wrong. */
import { causeWords } from "../gantt/told";
import type { Limit, RequirementDone, View } from "../data/view";
import { moment, percent, plain } from "../format/units";
import { tagOfLimit } from "../inputs/about";
import { Behind } from "../parts/behind";
import { Head } from "../parts/head";
import { Relief } from "../parts/relief";
import { choosePlace, chosenPlace, go } from "../state/choice";
import { profile, view } from "../state/store";
import { words } from "../words/en";
import "../style/limits.css";

const WAITS_SHOWN = 15;

export function Limits() {
  const record = view.value;
  const said = record?.said[profile.value];
  if (!record || !said) return <p>{words.nothing}</p>;
  return (
    <div class="oa-two">
      <LimitList record={record} />
      <div class="oa-stack">
        <Relief />
        <Waits record={record} />
        <Late record={record} />
        <section class="oa-card" aria-labelledby="setbacks-title">
          <h2 id="setbacks-title">{words.limit.setbacks}</h2>
          {said.setbacks.length ? <ul>{said.setbacks.map((text) => <li key={text}>{text}</li>)}</ul> : <p>{words.limit.noSetbacks}</p>}
        </section>
      </div>
    </div>
  );
}

/** A sentence and a bar a resource. */
export function LimitList({ record }: { record: View }) {
  const said = record.said[profile.value];
  if (!said) return null;
  return (
    <section class="oa-card oa-limit-list" aria-labelledby="limits-title">
      <h2 id="limits-title">{words.limits}</h2>
      {said.no_limit ? <p>{said.no_limit}</p> : <p class="oa-note">{words.limit.intro}</p>}
      <ol class="oa-limits">{said.limits.map((one) => <Row key={one.text} record={record} one={one} />)}</ol>
      {said.traffic.length ? <ul>{said.traffic.map((text) => <li key={text}>{text}</li>)}</ul> : null}
      <p class="oa-note">{said.band}</p>
    </section>
  );
}

/** A limit with its place, which it selects: map and lanes go there. */
function Row({ record, one }: { record: View; one: Limit }) {
  const place = record.places.findIndex((other) => other.id === one.place);
  const isChosen = place >= 0 && chosenPlace.value === place;
  return (
    <li class={isChosen ? "oa-chosen" : undefined}>
      <p>{one.text}</p>
      <Bar one={one} />
      {place >= 0 ? (
        <div class="oa-tools">
          <button type="button" aria-pressed={isChosen} onClick={() => { choosePlace(isChosen ? -1 : place); }}>
            {words.limit.choose(one.place ?? "")}
          </button>
          <button type="button" class="oa-quiet" onClick={() => { choosePlace(place); go("lanes"); }}>{words.lane.lanesOf(one.place ?? "")}</button>
          <button type="button" class="oa-quiet" onClick={() => { choosePlace(place); go("overview"); }}>{words.limit.onMap(one.place ?? "")}</button>
        </div>
      ) : null}
      {tagOfLimit(one, record) ? <div class="oa-tools"><Behind tag={tagOfLimit(one, record)} what={one.text} /></div> : null}
      {one.resource === "fleet" ? (
        <div class="oa-tools"><button type="button" class="oa-quiet" onClick={() => { go("gantt"); }}>{words.limit.aircraft}</button></div>
      ) : null}
    </li>
  );
}

/** The share of the time that it binds, with a whisker from P10 to P90. */
function Bar({ one }: { one: Limit }) {
  const share = Math.min(Math.max(one.p50 ?? 0, 0), 1);
  const [low, high] = [one.p10, one.p90];
  return (
    <div class="oa-limit-bar">
      <div class="oa-limit-all" aria-hidden="true">
        <div class="oa-limit-share" style={{ width: `${share * 100}%` }} />
        {low !== null && high !== null ? (
          <div class="oa-whisker" style={{ left: `${low * 100}%`, width: `${Math.max(high - low, 0) * 100}%` }} />
        ) : null}
      </div>
      <b>{percent(share)}</b>
    </div>
  );
}

function Waits({ record }: { record: View }) {
  const rows = [...(record.summary.waits ?? [])].sort((a, b) => b.hours - a.hours);
  const most = rows[0]?.hours ?? 1;
  return (
    <section class="oa-card" aria-labelledby="waits-title">
      <h2 id="waits-title">{words.limit.waits}</h2>
      {rows.length === 0 ? <p>{words.limit.noWaits}</p> : (
        <table class="oa-table">
          <caption class="oa-hidden">{words.limit.waits}</caption>
          <Head columns={words.limit.waitColumns} />
          <tbody>
            {rows.slice(0, WAITS_SHOWN).map((row) => (
              <tr key={`${row.place} ${row.cause}`}>
                <td><PlaceButton record={record} id={row.place} /></td>
                <td>{causeWords(row.cause)}</td>
                <td class="oa-num oa-wait-hours">
                  <span class="oa-wait-bar" style={{ width: `${(row.hours / most) * 100}%` }} aria-hidden="true" />
                  <span>{plain(row.hours)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > WAITS_SHOWN ? <p class="oa-note">{words.limit.moreWaits(rows.length - WAITS_SHOWN)}</p> : null}
    </section>
  );
}

function PlaceButton({ record, id }: { record: View; id: string }) {
  const place = record.places.findIndex((one) => one.id === id);
  if (place < 0) return <>{id}</>;
  return <button type="button" class="oa-quiet" onClick={() => { choosePlace(place); go("lanes"); }}>{id}</button>;
}

/** Requirements with a date, the worst first; then those that do not complete in most runs. */
export function lateRows(done: readonly RequirementDone[]): RequirementDone[] {
  const dated = done.filter((one) => one.on_time_share !== null && one.on_time_share < 1);
  const open = done.filter((one) => one.on_time_share === null && one.complete_share < 1);
  return [...dated.sort((a, b) => (a.on_time_share ?? 0) - (b.on_time_share ?? 0)), ...open.sort((a, b) => a.complete_share - b.complete_share)];
}

function Late({ record }: { record: View }) {
  const rows = lateRows(record.summary.requirements ?? []);
  const start = record.scenario.start;
  const at = (date: string | null) => date === null ? words.limit.never : moment(start, (Date.parse(date) - Date.parse(start)) / 1000, profile.value);
  const head = record.said[profile.value]?.late[0];
  return (
    <section class="oa-card" aria-labelledby="late-title">
      <h2 id="late-title">{words.limit.late}</h2>
      {head ? <p>{head}</p> : null}
      {rows.length === 0 ? <p>{head ? words.limit.noneLate : words.limit.noDates}</p> : (
        <div class="oa-scroll">
          <table class="oa-table">
            <caption class="oa-hidden">{words.limit.late}</caption>
            <Head columns={words.limit.lateColumns} />
            <tbody>
              {rows.map((one) => (
                <tr key={one.requirement}>
                  <td>{one.requirement}</td>
                  <td><PlaceButton record={record} id={one.destination} /></td>
                  <td>{one.required === null ? words.limit.noDate : at(one.required)}</td>
                  <td>{at(one.complete.p50)}</td>
                  <td class="oa-num">{one.on_time_share === null ? "–" : percent(one.on_time_share)}</td>
                  <td class="oa-num">{percent(one.complete_share)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
