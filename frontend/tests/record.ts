/** A small record by hand, and one of any size by rule, for tests. */
import { FORM, type View } from "../src/data/view";

const said = {
  closure: "", arrival: [], limits: [], no_limit: null, traffic: [], setbacks: [], late: [], inputs: "", quotes: null, band: "", observations: {},
};

/** Three places, two tails: one flies x → y, holds, unloads, waits for a slot and flies back; the other stays unused. */
export function smallRecord(): View {
  const place = (id: string, at: [number, number] | null, more: object) => ({
    id, name: id.toUpperCase(), icao: null, country: null, at, airfield: true, stock: false, used: true, near_end: false, for: "", spots: null, slots: null,
    storage_kg: null, basis: null, ...more,
  });
  return {
    form: FORM, title: "t", banner: null,
    scenario: { name: "s", options: ["more"], fingerprint: "f", start: "2026-03-09T00:00:00+00:00", horizon_s: 864_000, profile: "humanitarian", meter: "mass", mark: "delivered", grid_m: 0 },
    study: { runs: 10, seed: 7, version: "0" },
    places: [place("x", [0, 0], { stock: true }), place("y", [90, 0], { spots: 1, near_end: true }), place("z", null, {})],
    links: [], airspaces: [], reach: [{ requirement: "r", unit: "u", where: "y", radius_m: 1000, basis: "quoted", emplace_s: 3600, rings: [[[89, 0], [90, 1], [91, 0]]] }],
    types: ["C-1"],
    tails: [{ name: "a 1", type: 0, base: 0 }, { name: "b 2", type: 0, base: 1 }],
    legs: { tail: [0, 0], mission: [0, 0], from: [0, 1], to: [1, 0], out: [0, 3000], over: [1000, 4000], in: [1200, 4000], laden: [1, 0], diverted: [0, 0] },
    stays: { tail: [0, 0, 0], place: [1, 1, 1], mission: [0, 0, 0], from: [1000, 1200, 2000], to: [1200, 2000, 3000], state: [0, 3, 6], cause: [2, -1, 1] },
    drives: { load: [], from: [], to: [], out: [], in: [], kg: [], line: [] },
    missions: [{ tail: 0, stops: [0, 1, 0], kg: 1500, loads: ["r#1"] }],
    words: {
      states: ["holding", "waiting", "onload", "offload", "en route", "service", "after service", "broken", "rest", "base"],
      causes: ["hours", "slot", "parking", "working"],
    },
    curves: [], observations: [], closing: null,
    stocks: [{ place: 0, kg: 3000, left: [[0, 1500]] }],
    lanes: {
      bin_s: 3600, left_out: 0,
      places: [{
        place: 1, parking: [0, 0.5, 0.5, 1], working: [0, 0, 0, 0], waiting: [0, 0, 0, 0], stored_kg: [0, 0, 0, 0], spots: [[0, 1], [7200, 0], [10_800, 1]], slots: null,
        storage_kg: null, gave_up: [0, 1.5], closed: [[7200, 10_800]], fuel: { kg: 1000, kg_per_day: 100, issued: [[3000, 400]] },
      }],
    },
    inputs: [], book: { evidence: {}, sources: {}, statements: {}, claims: {} }, said: { "us-nato": said, humanitarian: said },
    summary: {
      requirements: [
        { requirement: "r", destination: "y", rank: 1, required: null, complete: { p10: null, p50: "2026-03-10T00:00:00Z", p90: null }, complete_share: 0.9, on_time_share: null },
        { requirement: "q", destination: "y", rank: 1, required: "2026-03-10T00:00:00Z", complete: { p10: null, p50: null, p90: null }, complete_share: 1, on_time_share: 0.3 },
      ],
    },
  } as unknown as View;
}

/** Tails that fly to and fro, with a stay after each leg: `trips` of each. */
export function largeRecord(tails: number, trips: number): View {
  const record = smallRecord();
  const [legs, stays] = [record.legs, record.stays];
  for (const column of [legs, stays].flatMap((part) => Object.values(part) as number[][])) column.length = 0;
  record.tails = Array.from({ length: tails }, (_, tail) => ({ name: `t ${tail}`, type: 0, base: 0 }));
  const each = record.scenario.horizon_s / trips;
  for (let tail = 0; tail < tails; tail += 1) {
    for (let trip = 0; trip < trips; trip += 1) {
      const out = trip * each;
      const row = { tail, mission: 0, from: trip % 2, to: 1 - (trip % 2), out, over: out + each / 3, in: out + each / 3, laden: 1 - (trip % 2), diverted: 0 };
      for (const [name, value] of Object.entries(row)) legs[name as keyof typeof legs].push(value);
      const stay = { tail, place: 1 - (trip % 2), mission: 0, from: out + each / 3, to: out + each, state: 3, cause: -1 };
      for (const [name, value] of Object.entries(stay)) stays[name as keyof typeof stays].push(value);
    }
  }
  return record;
}

/** The same record, whose columns of legs and stays count how often they are read. */
export function counting(record: View): { record: View; reads: () => number } {
  let reads = 0;
  const watched = (column: number[]) =>
    new Proxy(column, {
      get(target, key, self) {
        if (typeof key === "string" && /^\d+$/.test(key)) reads += 1;
        return Reflect.get(target, key, self) as unknown;
      },
    });
  const part = <T extends object>(columns: T) => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, watched(column as number[])])) as T;
  return { record: { ...record, legs: part(record.legs), stays: part(record.stays), drives: part(record.drives) }, reads: () => reads };
}
