import { describe, expect, it } from "vitest";
import { lanesOf, limitWords, stepAt, stepPath, stepsOf } from "../src/lanes/series";
import { tickWords, ticksOf } from "../src/parts/axis";
import { shownPlaces } from "../src/screens/lanes";
import { stretchOf } from "../src/state/zoom";
import { smallRecord } from "./record";

describe("lanes", () => {
  const record = smallRecord();
  const lanes = record.lanes.places[0];
  if (!lanes) throw new Error("no lanes");

  it("hold only what happens or is limited", () => {
    expect(lanesOf(record, lanes, "humanitarian").map((lane) => [lane.id, lane.top])).toEqual([["parking", 1], ["fuel", 1900]]);
  });

  it("are steps: a value holds until the next one", () => {
    const steps = stepsOf(lanes.parking, 3600);
    expect(steps).toEqual([[0, 0], [3600, 0.5], [10_800, 1]]);
    expect([0, 3599, 3600, 10_800, 1e9].map((now) => stepAt(steps, now))).toEqual([0, 0, 0.5, 1, 1]);
    expect(stepAt([[10, 3]], 5)).toBe(0);
    expect(stepPath(steps, 20_000, 1, true)).toBe("M0 100V100H3600V50H10800V0H20000V100Z");
    expect(stepPath([[0, 2]], 10, 4, false)).toBe("M0 50H10");
  });

  it("say their limit", () => {
    expect(limitWords(null, String)).toBe("no limit stated");
    expect(limitWords(lanes.spots, String)).toBe("limit 0 to 1");
  });

  it("are those of the link; the chosen place comes first", () => {
    expect(shownPlaces(record, "", -1)).toEqual([1]);
    expect(shownPlaces(record, "nowhere", -1)).toEqual([]);
    expect(shownPlaces(record, "nowhere", 1)).toEqual([1]);
    expect(shownPlaces(record, "", 0)).toEqual([1]);
  });
});

describe("the stretch of time", () => {
  it("is the link's, within the horizon, or the whole", () => {
    expect(stretchOf("", 1e6)).toEqual([0, 1e6]);
    expect(stretchOf("100000-200000", 1e6)).toEqual([100_000, 200_000]);
    expect(stretchOf("950000-1050000", 1e6)).toEqual([900_000, 1e6]);
    expect(stretchOf("5-4", 1e6)).toEqual([0, 1e6]);
    expect(stretchOf("a-b", 1e6)).toEqual([0, 1e6]);
  });

  it("is named by days, or by hours where it is short", () => {
    expect(ticksOf([0, 10 * 86_400], 1000)).toHaveLength(11);
    expect(ticksOf([0, 86_400], 600)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24].map((hour) => hour * 3600));
    expect(tickWords("2026-03-09T00:00:00Z", 86_400)).toEqual(["D+1", "10 Mar"]);
    expect(tickWords("2026-03-09T00:00:00Z", 3 * 3600)).toEqual(["03:00", ""]);
  });
});
