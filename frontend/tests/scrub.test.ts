import { describe, expect, it } from "vitest";
import { Bars } from "../src/gantt/bars";
import { moving, queued } from "../src/map/layers";
import { Traffic } from "../src/map/traffic";
import { counting, largeRecord } from "./record";

/** Reads of columns for one step of the clock. */
function readsOfStep(tails: number, trips: number): number {
  const { record, reads } = counting(largeRecord(tails, trips));
  const traffic = new Traffic(record);
  const bars = new Bars(record);
  const before = reads();
  const now = record.scenario.horizon_s * 0.43;
  const flying = traffic.flying(now);
  traffic.standing(now);
  traffic.driving(now);
  queued(record, flying);
  bars.at(tails - 1, now);
  return reads() - before;
}

describe("a scrub", () => {
  it("reads a few cells a tail, no column as a whole", () => {
    expect(readsOfStep(500, 120)).toBeLessThan(500 * 12);
  });

  it("reads no more when there are ten times as many days", () => {
    expect(readsOfStep(50, 1000)).toBeLessThanOrEqual(readsOfStep(50, 100) + 50);
  });

  it("makes layers for what is there, not for all legs", () => {
    const { record, reads } = counting(largeRecord(100, 200));
    const traffic = new Traffic(record);
    const colours = new Proxy({}, { get: () => [0, 0, 0] }) as Parameters<typeof moving>[2];
    const now = 1000;
    const at = { now, flying: traffic.flying(now), driving: traffic.driving(now), standing: traffic.standing(now), tail: -1, place: -1 };
    const before = reads();
    moving(record, at, colours, {} as ImageData);
    expect(reads() - before).toBeLessThan(100 * 4);
  });
});
