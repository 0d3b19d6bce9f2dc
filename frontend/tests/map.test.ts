import { describe, expect, it } from "vitest";
import { fitted } from "../src/map/flat";
import { arranged, type Named } from "../src/map/labels";
import { queued } from "../src/map/layers";
import { closedPlaces, covered, hasRegion, inPlaceFrom, isFull, stockLeft } from "../src/map/state";
import { reliefWords, commandOf } from "../src/parts/relief";
import { lateRows } from "../src/screens/limits";
import { Traffic } from "../src/map/traffic";
import { smallRecord } from "./record";

const named = (index: number, x: number, y: number, rank = 1, always = false): Named => ({ index, text: "abcdef", x, y, radius: 6, rank, always });

describe("names on the map", () => {
  it("go below or beside where another one is above", () => {
    const found = arranged([named(0, 100, 100), named(1, 110, 112, 2)]);
    expect(found.map((one) => one.index)).toEqual([0, 1]);
    const boxes = found.map((one) => [one.x + one.dx, one.y + one.dy]);
    expect(Math.abs((boxes[0]?.[1] ?? 0) - (boxes[1]?.[1] ?? 0))).toBeGreaterThan(14);
  });

  it("are left out where there is no room, but for the chosen one", () => {
    const crowd = Array.from({ length: 30 }, (_, index) => named(index, 100 + (index % 6) * 4, 100 + Math.floor(index / 6) * 4, index));
    expect(arranged(crowd).length).toBeLessThan(30);
    const chosen = crowd.map((one) => ({ ...one, always: one.index === 29, rank: one.index === 29 ? -1 : one.rank }));
    expect(arranged(chosen)[0]?.index).toBe(29);
  });
});

describe("the map of a moment", () => {
  const record = smallRecord();

  it("puts who holds outside of the ring", () => {
    const flying = new Traffic(record).flying(1100);
    expect(flying).toHaveLength(1);
    const [one] = queued(record, flying);
    expect(Math.hypot(...(one?.offset ?? [0, 0]))).toBeGreaterThan(15);
    const offsets = queued(record, [...flying, ...flying]).map((each) => each.offset.join());
    expect(new Set(offsets).size).toBe(2);
  });

  it("knows stocks, closed places and what is in place", () => {
    const stock = record.stocks[0];
    const reach = record.reach[0];
    if (!stock || !reach) throw new Error("nothing to test");
    expect(stockLeft(stock, 0)).toBe(0.5);
    expect(closedPlaces(record, 8000)).toEqual([1]);
    expect(closedPlaces(record, 10_800)).toEqual([]);
    expect(inPlaceFrom(record, reach)).toBe(86_400 + 3600);
    expect(covered(record, 86_400)).toEqual([]);
    expect(covered(record, 90_000)).toHaveLength(1);
    expect(inPlaceFrom(record, { ...reach, requirement: "q" })).toBeNull();
    expect(isFull({ ...record.places[1], spots: 2 } as never, 2)).toBe(true);
    expect(hasRegion(record)).toBe(false);
  });

  it("fits what it holds into a flat picture", () => {
    const project = fitted([[0, 0], [10, 10]], 400, 300);
    for (const at of [[0, 0], [10, 10]] as [number, number][]) {
      const [x, y] = project(at);
      expect(x >= 0 && x <= 400 && y >= 0 && y <= 300).toBe(true);
    }
    expect(project([0, 10])[1]).toBeLessThan(project([0, 0])[1]);
  });
});

describe("limits", () => {
  const record = smallRecord();

  it("list what is late, then what stays open", () => {
    expect(lateRows(record.summary.requirements ?? []).map((one) => one.requirement)).toEqual(["q", "r"]);
  });

  it("say what one more brings, and when it is not to be told from zero", () => {
    const all = { measure: "closure", meter: null, noise_floor: 1, complete: true, relief: [] };
    const row = { resource: "parking", place: "y", name: "parking at y", added: "one more spot at y", plan: "kept", relief: { mean: 5.23, low: 3.9, high: 6.4 }, distinguishable: true };
    expect(reliefWords(row, all, "mass", "humanitarian")).toBe("One more spot at y: closure 5.2 h earlier [3.9 h – 6.4 h].");
    expect(reliefWords({ ...row, distinguishable: false }, all, "mass", "humanitarian")).toContain("not to be told from zero");
    expect(reliefWords({ ...row, relief: null }, all, "mass", "humanitarian")).toContain("not known");
    expect(commandOf(record)).toBe("openairlift limits s --option more --runs 10 --seed 7");
  });
});
