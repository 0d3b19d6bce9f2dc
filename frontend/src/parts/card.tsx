/** What is chosen: the facts of a tail or of a place at the time of the clock, and the way to its lane or row. */
import { Behind } from "./behind";
import { useComputed } from "@preact/signals";
import type { View } from "../data/view";
import { mass } from "../format/units";
import { bars } from "../gantt/rows";
import { toldOf } from "../gantt/told";
import { closedPlaces, stockLeft } from "../map/state";
import { choosePlace, chosen, go } from "../state/choice";
import { standing } from "../state/scene";
import { profile, selected, time, view } from "../state/store";
import { words } from "../words/en";

export function ChosenCard() {
  const record = view.value;
  const choice = chosen.value;
  if (!record || !choice) return null;
  const name = choice.kind === "tail" ? record.tails[choice.index]?.name : record.places[choice.index]?.id;
  return (
    <section class="oa-card oa-chosen-card" aria-labelledby="chosen-title">
      <div class="oa-field-top">
        <h2 id="chosen-title">{name}</h2>
        <button type="button" aria-label={words.close} onClick={() => { selected.value = ""; }}>✕</button>
      </div>
      <Behind tag={choice.kind === "tail" ? typeTag(record, choice.index) : `place:${name ?? ""}`} what={name ?? ""} />
      {choice.kind === "tail" ? <Tail record={record} tail={choice.index} /> : <Place record={record} index={choice.index} />}
    </section>
  );
}

function typeTag(record: View, tail: number): string {
  return `type:${record.types[record.tails[tail]?.type ?? -1] ?? ""}`;
}

function Tail({ record, tail }: { record: View; tail: number }) {
  const bar = useComputed(() => bars.value?.at(tail, time.value) ?? null);
  const one = record.tails[tail];
  const told = bar.value ? toldOf(record, bar.value, profile.value) : null;
  return (
    <>
      <p class="oa-note">{words.bar.tail(record.types[one?.type ?? -1] ?? "?", record.places[one?.base ?? -1]?.id ?? "?")}</p>
      {told ? <p><b>{told.what}</b>, {told.where}{told.why ? ` – ${told.why}` : ""}</p> : <p>{words.bar.unknown}</p>}
      {told?.mission ? <p>{words.bar.missionName} {told.mission}</p> : null}
      <div class="oa-tools">
        <button type="button" onClick={() => { go("gantt"); }}>{words.card.row}</button>
        {told?.places.slice(0, 1).map((place) => (
          <button key={place} type="button" onClick={() => { choosePlace(place); }}>{record.places[place]?.id}</button>
        ))}
      </div>
    </>
  );
}

function Place({ record, index }: { record: View; index: number }) {
  const place = record.places[index];
  const here = useComputed(() => standing.value[index] ?? { parked: 0, holding: 0 });
  const stock = record.stocks.find((one) => one.place === index);
  const left = useComputed(() => (stock ? Math.round(stockLeft(stock, time.value) * stock.kg) : 0));
  const shut = useComputed(() => closedPlaces(record, time.value).includes(index));
  if (!place) return null;
  const { parked, holding } = here.value;
  const facts: [string, string][] = [
    [words.card.what, [place.for, shut.value ? words.card.shut : ""].filter(Boolean).join("; ")],
    [words.card.spots, place.spots === null ? words.card.unlimited(parked) : words.spotsTaken(parked, place.spots)],
  ];
  if (holding) facts.push([words.card.holding, String(holding)]);
  if (stock) facts.push([words.card.stock, words.lane.of(mass(left.value, profile.value), mass(stock.kg, profile.value))]);
  if (place.storage_kg !== null) facts.push([words.card.storage, mass(place.storage_kg, profile.value)]);
  const hasLanes = record.lanes.places.some((one) => one.place === index);
  return (
    <>
      <p class="oa-note">{[place.name, place.icao, place.country, place.basis].filter(Boolean).join(" · ")}</p>
      <dl class="oa-facts">{facts.map(([name, text]) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>
      {hasLanes ? <div class="oa-tools"><button type="button" onClick={() => { go("lanes"); }}>{words.lane.lanesOf(place.id)}</button></div> : null}
    </>
  );
}
