/** Airfield lanes: by place, what stood there by time against its limits. */
import { computed, useComputed } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Lanes, View } from "../data/view";
import { plain } from "../format/units";
import { lanesOf, limitWords, stepAt, stepPath, type Lane } from "../lanes/series";
import { Axis, ClockLine, momentAt, Zoom } from "../parts/axis";
import { scrubbed } from "../parts/scrub";
import { choosePlace, chosenPlace } from "../state/choice";
import { linked } from "../state/link";
import { profile, time, view } from "../state/store";
import { stretch } from "../state/zoom";
import { words } from "../words/en";
import "../style/lanes.css";

const FIRST = 3;
const DAY_S = 86_400;

const fields = linked("fields");
const find = linked("field");

/** Returns the places that are shown: those of the link, else the busiest; the chosen one is always there, on top. */
export function shownPlaces(record: View, stated: string, chosen: number): number[] {
  const known = record.lanes.places.map((one) => one.place);
  const wanted = stated.split(",").filter(Boolean);
  const found = wanted.length ? known.filter((place) => wanted.includes(record.places[place]?.id ?? "")) : known.slice(0, FIRST);
  return chosen >= 0 && known.includes(chosen) ? [chosen, ...found.filter((place) => place !== chosen)] : found;
}

const shown = computed(() => (view.value ? shownPlaces(view.value, fields.value, chosenPlace.value) : []));

export function AirfieldLanes() {
  const record = view.value;
  if (!record) return <p>{words.nothing}</p>;
  if (!record.lanes.places.length) return <section class="oa-card"><p>{words.lane.none}</p></section>;
  return (
    <div class="oa-lanes-page">
      <section class="oa-card oa-lanes-side" aria-labelledby="lanes-title">
        <h2 id="lanes-title">{words.lanes}</h2>
        <p class="oa-note">{words.lane.intro(record.study.runs)}</p>
        <Zoom />
        <Chooser record={record} />
        <Key />
      </section>
      <div class="oa-lanes-all">
        {shown.value.length === 0 ? <p>{words.lane.choose}</p> : null}
        {shown.value.map((place) => {
          const lanes = record.lanes.places.find((one) => one.place === place);
          return lanes ? <Field key={place} record={record} lanes={lanes} /> : null;
        })}
      </div>
    </div>
  );
}

/** Which airfields are shown: the busiest first, found by a part of their name. */
function Chooser({ record }: { record: View }) {
  const sought = find.value.trim().toLowerCase();
  const all = record.lanes.places.map((one) => one.place);
  const found = all.filter((place) => {
    const one = record.places[place];
    return `${one?.id ?? ""} ${one?.name ?? ""} ${one?.icao ?? ""} ${one?.country ?? ""}`.toLowerCase().includes(sought);
  });
  const toggle = (place: number, on: boolean) => {
    const next = on ? [...shown.peek(), place] : shown.peek().filter((one) => one !== place);
    if (!on && chosenPlace.peek() === place) choosePlace(-1);
    fields.value = all.filter((one) => next.includes(one)).map((one) => record.places[one]?.id ?? "").join(",");
  };
  return (
    <fieldset class="oa-chooser">
      <legend>{words.lane.which(all.length)}</legend>
      {all.length > 6 ? (
        <label>
          {words.filter}{" "}
          <input type="search" value={find.value} onInput={(event) => { find.value = event.currentTarget.value; }} />
        </label>
      ) : null}
      <div class="oa-chooser-list">
        {found.map((place) => (
          <label key={place}>
            <input type="checkbox" checked={shown.value.includes(place)} onChange={(event) => { toggle(place, event.currentTarget.checked); }} />
            <span>
              <b>{record.places[place]?.id}</b> {record.places[place]?.name}
            </span>
          </label>
        ))}
        {found.length === 0 ? <p>{words.noneFound}</p> : null}
      </div>
      {record.lanes.left_out ? <p class="oa-note">{words.lane.leftOut(record.lanes.left_out)}</p> : null}
    </fieldset>
  );
}

function Key() {
  return (
    <ul class="oa-key oa-lanes-key" aria-label={words.key}>
      <li><span class="oa-box oa-lane-area" aria-hidden="true" /> {words.lane.mean}</li>
      <li><span class="oa-box oa-lane-cap" aria-hidden="true" /> {words.lane.capacity}</li>
      <li><span class="oa-box oa-lane-shut" aria-hidden="true" /> {words.lane.closed}</li>
      <li><span class="oa-box oa-lane-gone" aria-hidden="true" /> {words.lane.gaveUp}</li>
    </ul>
  );
}

export function Field({ record, lanes }: { record: View; lanes: Lanes }) {
  const place = record.places[lanes.place];
  const units = profile.value;
  const rows = useMemo(() => lanesOf(record, lanes, units), [record, lanes, units]);
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const plots = box.current;
    if (!plots) return;
    const watch = new ResizeObserver(() => { setWidth(plots.clientWidth); });
    watch.observe(plots);
    const stop = scrubbed(plots, (x) => momentAt(plots, x));
    return () => {
      watch.disconnect();
      stop();
    };
  }, []);
  const isChosen = chosenPlace.value === lanes.place;
  return (
    <section class={`oa-card oa-field${isChosen ? " oa-chosen" : ""}`} aria-labelledby={`field-${lanes.place}`}>
      <div class="oa-field-top">
        <h3 id={`field-${lanes.place}`}>
          {place?.id} <small>{place?.name}{place?.icao ? ` · ${place.icao}` : ""}</small>
        </h3>
        <button type="button" aria-pressed={isChosen} onClick={() => { choosePlace(isChosen ? -1 : lanes.place); }}>
          {isChosen ? words.chosen : words.chooseField}
        </button>
      </div>
      <div class="oa-field-grid">
        <div class="oa-lane-names">
          {rows.map((lane) => <Name key={lane.id} lane={lane} />)}
          {most(lanes.gave_up) > 0 ? <GoneName days={lanes.gave_up} /> : null}
        </div>
        <div class="oa-lane-plots" ref={box}>
          {rows.map((lane) => <Plot key={lane.id} record={record} lane={lane} closed={lanes.closed} />)}
          {most(lanes.gave_up) > 0 ? <Gone record={record} days={lanes.gave_up} /> : null}
          <Axis width={width} />
          <ClockLine />
        </div>
      </div>
    </section>
  );
}

function most(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), 0);
}

/** The name of a lane with its limit, and what is there at the time of the clock. */
function Name({ lane }: { lane: Lane }) {
  const now = useComputed(() => {
    const value = lane.text(stepAt(lane.steps, time.value));
    return lane.capacity ? words.lane.of(value, lane.text(stepAt(lane.capacity, time.value))) : value;
  });
  return (
    <div class="oa-lane-name">
      <b>{lane.name}</b>
      <span class="oa-lane-now">{now}</span>
      <small>{limitText(lane)}{lane.single ? ` · ${words.lane.single}` : ""}</small>
    </div>
  );
}

function limitText(lane: Lane): string {
  return lane.id === "waiting" ? "" : limitWords(lane.capacity, lane.text);
}

function GoneName({ days }: { days: readonly number[] }) {
  return (
    <div class="oa-lane-name oa-gone-name">
      <b>{words.lane.gone}</b>
      <span>{words.lane.goneDay(plain(most(days)))}</span>
    </div>
  );
}

function Plot({ record, lane, closed }: { record: View; lane: Lane; closed: readonly [number, number][] }) {
  const end = record.scenario.horizon_s;
  const top = lane.top * 1.08 || 1;
  const [from, to] = stretch.value;
  const area = useMemo(() => stepPath(lane.steps, end, top, true), [lane, end, top]);
  const edge = useMemo(() => (lane.capacity ? stepPath(lane.capacity, end, top, false) : ""), [lane, end, top]);
  const highest = lane.steps.reduce((high, [, value]) => Math.max(high, value), 0);
  return (
    <div class="oa-lane-plot">
      <Name lane={lane} />
      <div class="oa-lane-picture" role="img" aria-label={words.lane.told(lane.name, lane.text(highest), limitText(lane))}>
      <span class="oa-lane-top" aria-hidden="true">{lane.text(lane.top)}</span>
      <svg viewBox={`${from} 0 ${to - from} 100`} preserveAspectRatio="none" aria-hidden="true">
        {closed.map(([opens, closes]) => <rect key={opens} x={opens} width={closes - opens} y="0" height="100" class="oa-shut" />)}
        <path d={area} class={`oa-area oa-area-${lane.id}`} />
        {edge ? <path d={edge} class="oa-cap" /> : null}
      </svg>
      </div>
    </div>
  );
}

/** Ticks of aircraft that gave up holding, by day: as high as many, the highest day fills the strip. */
function Gone({ record, days }: { record: View; days: readonly number[] }) {
  const [from, to] = stretch.value;
  const high = most(days);
  const all = days.reduce((sum, value) => sum + value, 0);
  return (
    <div class="oa-lane-plot oa-gone">
      <GoneName days={days} />
      <div class="oa-lane-picture" role="img" aria-label={words.lane.goneTold(plain(all), record.study.runs)}>
      <svg viewBox={`${from} 0 ${to - from} 100`} preserveAspectRatio="none" aria-hidden="true">
        {days.map((value, day) => value > 0 ? (
          <path key={day} d={`M${(day + 0.5) * DAY_S} 100V${100 - 90 * Math.sqrt(value / high)}`} class="oa-tick" />
        ) : null)}
      </svg>
      </div>
    </div>
  );
}
