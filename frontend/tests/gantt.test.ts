import { describe, expect, it } from "vitest";
import { Bars, kindOf } from "../src/gantt/bars";
import { draw, ROW, type Ink } from "../src/gantt/draw";
import { ordered } from "../src/gantt/rows";
import { barSentence, toldOf } from "../src/gantt/told";
import { counting, largeRecord, smallRecord } from "./record";

describe("bars", () => {
  const record = smallRecord();
  const bars = new Bars(record);

  it("are in order of time, legs and stays together", () => {
    expect(bars.between(0, 0, 1e9).map((bar) => [bar.kind, bar.from, bar.to])).toEqual([
      ["laden", 0, 1000], ["place", 1000, 1200], ["offload", 1200, 2000], ["permission", 2000, 3000], ["empty", 3000, 4000],
    ]);
    expect(bars.between(0, 1100, 1900).map((bar) => bar.kind)).toEqual(["place", "offload"]);
    expect(bars.between(1, 0, 1e9)).toEqual([]);
  });

  it("are found at a moment, and beside it", () => {
    expect(bars.at(0, 999)?.kind).toBe("laden");
    expect(bars.at(0, 1000)?.kind).toBe("place");
    expect(bars.at(0, 4000)).toBeNull();
    expect(bars.beside(0, 1500, 1)?.kind).toBe("permission");
    expect(bars.beside(0, 1500, -1)?.kind).toBe("place");
    expect(bars.beside(0, 0, -1)).toBeNull();
    expect(bars.at(1, 0)).toBeNull();
  });

  it("count what is waiting", () => {
    expect([...bars.waiting()]).toEqual([200 + 1000, 0]);
  });

  it("say what a tail does, why it waits, and with what on board", () => {
    const holding = bars.at(0, 1100);
    const slot = bars.at(0, 2500);
    if (!holding || !slot) throw new Error("no bar");
    expect(toldOf(record, holding, "humanitarian")).toMatchObject({ what: "holding", where: "y", why: "for a parking spot" });
    expect(toldOf(record, slot, "humanitarian")).toMatchObject({ what: "waiting", why: "for its reserved slot at the next stop", mission: "1: x → y → x; 1.5 t: r#1" });
    expect(barSentence(record, slot, "humanitarian")).toBe("a 1: waiting, y, for its reserved slot at the next stop, 17 min");
  });

  it("have a kind for each state and cause", () => {
    expect(kindOf("after service", null)).toBe("ready");
    expect(kindOf("after service", "cargo")).toBe("cargo");
    expect(kindOf("base", "crew")).toBe("crew");
    expect(kindOf("broken", "repair")).toBe("broken");
    expect(kindOf("onload", "working")).toBe("onload");
  });
});

describe("rows", () => {
  const record = smallRecord();
  const bars = new Bars(record);

  it("are found by name, type or base; unused tails come last", () => {
    expect(ordered(record, bars, "", "")).toEqual([0, 1]);
    expect(ordered(record, bars, "B 2", "")).toEqual([1]);
    expect(ordered(record, bars, "c-1", "waiting")).toEqual([0, 1]);
    expect(ordered(record, bars, "none", "")).toEqual([]);
  });
});

/** A pen that only counts: what is drawn is looked at in a browser. */
function pen(): CanvasRenderingContext2D {
  return new Proxy({}, { get: () => () => undefined, set: () => true }) as CanvasRenderingContext2D;
}

describe("drawing", () => {
  const ink: Ink = { fills: [], letters: [], line: "", chosen: "", soft: "" };

  it("looks at the bars in sight only, however many there are", () => {
    const { record, reads } = counting(largeRecord(500, 120));
    const bars = new Bars(record);
    const before = reads();
    const order = record.tails.map((_, index) => index);
    const scene = { record, bars, order, chosen: 3, top: 200 * ROW, width: 1000, height: 20 * ROW };
    const seen = draw(pen(), ink, { ...scene, stretch: [0, 86_400] });
    expect(seen).toBeLessThan(20 * 26);
    expect(seen).toBeGreaterThan(20 * 10);
    expect(reads() - before).toBeLessThan(4 * seen);
  });

  it("draws nothing for rows that are not in sight", () => {
    const record = smallRecord();
    expect(draw(pen(), ink, { record, bars: new Bars(record), order: [0, 1], chosen: -1, top: 10 * ROW, width: 1000, height: 100, stretch: [0, 1000] })).toBe(0);
  });
});
