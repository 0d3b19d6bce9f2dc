/** The map: who flies where, what stands where, at the time of the clock. */
import { Deck, MapView, WebMercatorViewport, type PickingInfo } from "@deck.gl/core";
import { effect, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Position, View } from "../data/view";
import { mass } from "../format/units";
import { profile, selected, time, view } from "../state/store";
import { words } from "../words/en";
import { ground, moving, type Colours, type Rgb } from "./layers";
import { Traffic } from "./traffic";
import { colour } from "../parts/chart";

const broken = signal<string | null>(null);

export function AirMap() {
  const record = view.value;
  const box = useRef<HTMLDivElement>(null);
  const traffic = useMemo(() => (record ? new Traffic(record) : null), [record]);
  useEffect(() => {
    const place = box.current;
    if (!place || !record || !traffic) return;
    return drawnMap(place, record, traffic);
  }, [record, traffic]);
  if (!record || !traffic) return <p>{words.nothing}</p>;
  return (
    <section class="oa-card oa-map-card" aria-label={words.map}>
      {broken.value === null ? null : <p role="status">{words.noWebgl(broken.value)}</p>}
      <div class="oa-map" ref={box} role="img" aria-label={words.mapOf(record.title)} />
      <Told record={record} traffic={traffic} />
    </section>
  );
}

/** What the map shows at this moment, for those who do not see it. */
function Told({ record, traffic }: { record: View; traffic: Traffic }) {
  const flying = traffic.flying(time.value);
  const laden = flying.filter((one) => one.laden);
  const kg = laden.reduce((sum, one) => sum + (record.missions[record.legs.mission[one.leg] ?? -1]?.kg ?? 0), 0);
  const full = traffic.standing(time.value)
    .map((here, index) => ({ here, place: record.places[index] }))
    .filter(({ here, place }) => place?.spots && here.parked >= place.spots);
  return (
    <p class="oa-told">
      {words.inTheAir(flying.length, laden.length, mass(kg, profile.value))}
      {full.length ? ` ${words.fullAt(full.map(({ place }) => place?.id ?? "").join(", "))}` : ""}
    </p>
  );
}

function drawnMap(place: HTMLDivElement, record: View, traffic: Traffic): () => void {
  const colours = palette();
  const low = ground(record, colours);
  let deck: Deck<MapView> | null = null;
  try {
    deck = new Deck({
      parent: place,
      views: new MapView({ repeat: true }),
      initialViewState: fitted(record, place.clientWidth || 800, place.clientHeight || 500),
      controller: { keyboard: true, dragRotate: false },
      useDevicePixels: true,
      getTooltip: (info: PickingInfo) => tooltip(record, info),
      onClick: (info: PickingInfo) => {
        selected.value = chosenOf(record, info) ?? "";
      },
      onError: (error: Error) => {
        broken.value = error.message;
      },
      style: { position: "absolute", inset: "0" },
    });
  } catch (error) {
    broken.value = error instanceof Error ? error.message : String(error);
    return () => undefined;
  }
  const made = deck;
  const stop = effect(() => {
    made.setProps({ layers: [...low, ...moving(record, traffic, time.value, colours, selected.value)] });
  });
  return () => {
    stop();
    made.finalize();
  };
}

/** Returns what of the picture was clicked, as the link writes it. */
function chosenOf(record: View, info: PickingInfo): string | null {
  const object = info.object as { tail?: number; place?: { id: string }; drive?: number } | undefined;
  if (!object) return null;
  if (object.tail !== undefined) return `tail:${record.tails[object.tail]?.name ?? ""}`;
  return object.place ? `place:${object.place.id}` : null;
}

function tooltip(record: View, info: PickingInfo): { text: string } | null {
  const object = info.object as
    | { tail?: number; leg?: number; place?: { id: string; name: string; spots: number | null }; here?: { parked: number }; drive?: number }
    | undefined;
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

function fitted(record: View, width: number, height: number) {
  const positions = record.places.filter((place) => place.at && (place.used || place.near_end)).map((place) => place.at as Position);
  if (!positions.length) return { longitude: 0, latitude: 20, zoom: 1 };
  const lons = positions.map(([lon]) => lon);
  const lats = positions.map(([, lat]) => lat);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const wide = Math.max(east - west, 0.5);
  const view_ = new WebMercatorViewport({ width, height }).fitBounds(
    [[west - wide * 0.05, Math.max(south - 1, -80)], [east + wide * 0.05, Math.min(north + 1, 80)]],
    { padding: Math.min(40, width / 10, height / 10), maxZoom: 8 },
  );
  return { longitude: view_.longitude, latitude: view_.latitude, zoom: view_.zoom };
}

/** Returns the colours of the style as deck.gl takes them. */
function palette(): Colours {
  const rgb = (name: string): Rgb => {
    const pen = document.createElement("canvas").getContext("2d");
    if (!pen) return [128, 128, 128];
    pen.fillStyle = colour(name);
    const hex = Number.parseInt(pen.fillStyle.slice(1), 16);
    return [hex >> 16, (hex >> 8) & 255, hex & 255];
  };
  return {
    land: rgb("land"), border: rgb("border"), leg: rgb("leg"), road: rgb("road"), place: rgb("place"), full: rgb("full"),
    laden: rgb("laden"), empty: rgb("empty"), text: rgb("text"), sea: rgb("sea"), closed: rgb("closed"), reach: rgb("reach"),
  };
}
