/** The map: who flies where, what stands where, at the time of the clock. */
import { Deck, MapView, WebMercatorViewport, type PickingInfo } from "@deck.gl/core";
import { effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Position, View } from "../data/view";
import { mass } from "../format/units";
import { chosenPlace, chosenTail } from "../state/choice";
import { linked } from "../state/link";
import { afterPaint } from "../state/later";
import { driving, flying, standing } from "../state/scene";
import { profile, selected, time, view } from "../state/store";
import { textScale } from "../state/scale";
import { colour, dark } from "../state/theme";
import { words } from "../words/en";
import { FlatMap } from "./flat";
import { atlas } from "./icons";
import { arranged, type Name, type Size } from "./labels";
import { ground, moving, type Colours, type Rgb } from "./layers";
import { Legend } from "./legend";
import { hasRegion, positions, radius, shownPlaces, type Extent } from "./state";
import "../style/map.css";

/** Why this browser draws no WebGL; null = it does. */
const broken = signal<string | null>(null);
const extentName = linked("map");
const named = signal<readonly Name[]>([]);

export function AirMap() {
  const record = view.value;
  const box = useRef<HTMLDivElement>(null);
  const isDark = dark.value;
  const extent: Extent = extentName.value === "near" ? "near" : "all";
  const why = broken.value;
  useEffect(() => {
    const place = box.current;
    if (!place || !record || why !== null) return;
    if (!hasWebgl()) {
      broken.value = words.noWebgl2;
      return;
    }
    return afterPaint(() => drawnMap(place, record, extent));
  }, [record, isDark, extent, why]);
  if (!record) return <p>{words.nothing}</p>;
  return (
    <section class="oa-card oa-map-card" aria-label={words.map}>
      {hasRegion(record) ? (
        <div class="oa-tools" role="group" aria-label={words.extent}>
          {(["all", "near"] as const).map((one) => (
            <button key={one} type="button" aria-pressed={one === extent} onClick={() => { extentName.value = one === "all" ? "" : one; }}>
              {words.extents[one]}
            </button>
          ))}
        </div>
      ) : null}
      {why === null ? (
        <div class="oa-map" role="img" aria-label={words.mapOf(record.title)}>
          <div class="oa-map-deck" ref={box} />
          <Names />
        </div>
      ) : (
        <>
          <p role="status" class="oa-note">{words.noWebgl(why)}</p>
          <div class="oa-map" role="img" aria-label={words.mapOf(record.title)}><FlatMap record={record} extent={extent} /></div>
        </>
      )}
      <Told record={record} />
      <Legend record={record} />
    </section>
  );
}

/** The names, as text of the page: they move with the map only. */
function Names() {
  return (
    <div class="oa-names" aria-hidden="true">
      {named.value.map((one) => (
        <span key={one.index} class={`oa-name-${one.anchor}`} style={{ transform: `translate(${Math.round(one.x + one.dx)}px, ${Math.round(one.y + one.dy)}px)` }}>
          <b>{one.text}</b>
        </span>
      ))}
    </div>
  );
}

function hasWebgl(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

/** What the map shows at this moment, for those who do not see it. */
function Told({ record }: { record: View }) {
  const laden = flying.value.filter((one) => one.laden);
  const kg = laden.reduce((sum, one) => sum + (record.missions[record.legs.mission[one.leg] ?? -1]?.kg ?? 0), 0);
  const ids = (test: (parked: number, holding: number, spots: number | null) => boolean) =>
    standing.value.flatMap((here, index) => {
      const place = record.places[index];
      return place && test(here.parked, here.holding, place.spots) ? [place.id] : [];
    });
  const full = ids((parked, _, spots) => spots !== null && spots > 0 && parked >= spots);
  const held = ids((_, holding) => holding > 0);
  return (
    <p class="oa-told">
      {words.inTheAir(flying.value.length, laden.length, mass(kg, profile.value))}
      {full.length ? ` ${words.fullAt(full.join(", "))}` : ""}
      {held.length ? ` ${words.heldAt(held.join(", "))}` : ""}
      {driving.value.length ? ` ${words.onTheRoad(driving.value.length)}` : ""}
    </p>
  );
}

interface Sight {
  longitude: number;
  latitude: number;
  zoom: number;
}

function drawnMap(place: HTMLDivElement, record: View, extent: Extent): () => void {
  const colours = palette();
  const low = ground(record, colours);
  const pictures = atlas(colour("text"), colour("stock"), colour("card"));
  const size = () => ({ width: place.clientWidth || 800, height: place.clientHeight || 500 });
  const sight = signal<Sight>(fitted(positions(record, extent), size().width, size().height));
  let deck: Deck<MapView> | null = null;
  let still = true; // nobody has moved it: then it keeps all in sight when its room changes
  try {
    deck = new Deck({
      parent: place,
      views: new MapView({ repeat: true }),
      initialViewState: sight.peek(),
      controller: { keyboard: true, dragRotate: false },
      useDevicePixels: true,
      getTooltip: (info: PickingInfo) => tooltip(record, info),
      onViewStateChange: ({ viewState }) => { still = false; sight.value = viewState; },
      onResize: () => {
        if (!still || !deck) {
          sight.value = { ...sight.peek() };
          return;
        }
        sight.value = fitted(positions(record, extent), size().width, size().height);
        deck.setProps({ initialViewState: { ...sight.peek() } });
      },
      onClick: (info: PickingInfo) => { selected.value = chosenOf(record, info) ?? ""; },
      onError: (error: Error) => { broken.value = error.message; },
      style: { position: "absolute", inset: "0" },
    });
  } catch (error) {
    broken.value = error instanceof Error ? error.message : String(error);
    return () => undefined;
  }
  const made = deck;
  const stopNames = effect(() => { named.value = nameable(record, sight.value, size(), chosenPlace.value); });
  const stopSight = effect(() => {
    const at = record.places[chosenPlace.value]?.at;
    if (!at || inSight(at, sight.peek(), size())) return;
    still = false;
    sight.value = { ...sight.peek(), longitude: at[0], latitude: at[1] };
    made.setProps({ initialViewState: { ...sight.peek() } });
  });
  const stop = effect(() => {
    const at = { now: time.value, flying: flying.value, driving: driving.value, standing: standing.value, tail: chosenTail.value, place: chosenPlace.value };
    made.setProps({ layers: [...low, ...moving(record, at, colours, pictures)] });
  });
  return () => {
    for (const end of [stop, stopSight, stopNames]) end();
    made.finalize();
  };
}

/** Returns the names that find room: the chosen place's, those of the destinations, then the others. */
function nameable(record: View, sight: Sight, size: Size, place: number): Name[] {
  const port = new WebMercatorViewport({ ...sight, ...size });
  return arranged(
    shownPlaces(record).flatMap((index) => {
      const one = record.places[index];
      if (!one?.at) return [];
      const [x = 0, y = 0] = port.project(one.at);
      if (x < 0 || y < 0 || x > size.width || y > size.height) return [];
      const isChosen = index === place;
      return [{ index, text: one.id, x, y, radius: radius(one), rank: isChosen ? 0 : one.near_end ? 1 : one.used ? 2 : 3, always: isChosen }];
    }),
    size,
    textScale.value,
  );
}

function inSight(at: Position, sight: Sight, { width, height }: Size): boolean {
  const [x = 0, y = 0] = new WebMercatorViewport({ ...sight, width, height }).project(at);
  return x > 0 && y > 0 && x < width && y < height;
}

interface Picked {
  tail?: number;
  leg?: number;
  drive?: number;
  place?: { id: string; name: string; spots: number | null };
  here?: { parked: number };
}

/** Returns what of the picture was clicked, as the link writes it. */
function chosenOf(record: View, info: PickingInfo): string | null {
  const object = info.object as Picked | undefined;
  if (!object) return null;
  if (object.tail !== undefined) return `tail:${record.tails[object.tail]?.name ?? ""}`;
  return object.place ? `place:${object.place.id}` : null;
}

function tooltip(record: View, info: PickingInfo): { text: string } | null {
  const object = info.object as Picked | undefined;
  if (!object) return null;
  if (object.tail !== undefined && object.leg !== undefined) {
    const { legs, places } = record;
    const ends = [legs.from[object.leg], legs.to[object.leg]].map((index) => places[index ?? -1]?.id ?? "?");
    return { text: `${record.tails[object.tail]?.name ?? ""}\n${ends.join(" → ")}` };
  }
  if (object.drive !== undefined) {
    return { text: `${record.drives.line[object.drive] ?? ""}\n${mass(record.drives.kg[object.drive] ?? 0, profile.peek())}` };
  }
  if (!object.place) return null;
  const spots = object.place.spots === null ? words.noLimit : words.spotsTaken(object.here?.parked ?? 0, object.place.spots);
  return { text: `${object.place.id} · ${object.place.name}\n${spots}` };
}

function fitted(all: readonly Position[], width: number, height: number): Sight {
  if (!all.length) return { longitude: 0, latitude: 20, zoom: 1 };
  const lons = all.map(([lon]) => lon);
  const lats = all.map(([, lat]) => lat);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const wide = Math.max(east - west, 0.5);
  const port = new WebMercatorViewport({ width, height }).fitBounds(
    [[west - wide * 0.05, Math.max(south - 1, -80)], [east + wide * 0.05, Math.min(north + 1, 80)]],
    { padding: Math.min(40, width / 10, height / 10), maxZoom: 8 },
  );
  return { longitude: port.longitude, latitude: port.latitude, zoom: port.zoom };
}

/** Returns the colours of the style as deck.gl takes them. */
function palette(): Colours {
  const pen = document.createElement("canvas").getContext("2d");
  const rgb = (name: string): Rgb => {
    if (!pen) return [128, 128, 128];
    pen.fillStyle = colour(name);
    const hex = Number.parseInt(pen.fillStyle.slice(1), 16);
    return [hex >> 16, (hex >> 8) & 255, hex & 255];
  };
  return {
    land: rgb("land"), border: rgb("border"), leg: rgb("leg"), road: rgb("road"), place: rgb("place"), full: rgb("full"),
    laden: rgb("laden"), empty: rgb("empty"), text: rgb("text"), sea: rgb("sea"), closed: rgb("closed"), reach: rgb("reach"), accent: rgb("accent"),
  };
}

