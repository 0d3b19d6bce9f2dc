import { describe, expect, it } from "vitest";
import type { View } from "../src/data/view";
import { Traffic } from "../src/map/traffic";
import { along, circle, course } from "../src/map/sphere";

const record = {
  tails: [{ name: "a", type: 0, base: 0 }],
  places: [
    { id: "x", at: [0, 0] },
    { id: "y", at: [90, 0] },
  ],
  legs: { tail: [0, 0], mission: [0, 0], from: [1, 0], to: [0, 1], out: [1000, 0], over: [1100, 100], in: [1150, 120], laden: [0, 1], diverted: [0, 0] },
  stays: { tail: [0], place: [1], mission: [0], from: [120], to: [1000], state: [1], cause: [-1] },
  drives: { load: [0, 1], from: [0, 0], to: [1, 1], out: [0, 50], in: [10, 250], kg: [1, 1], line: ["l", "m"] },
  words: { states: ["holding", "onload"], causes: [] },
} as unknown as View;

describe("who is where", () => {
  const traffic = new Traffic(record);

  it("flies along the great circle between block-out and arrival, and holds until block-in", () => {
    expect(traffic.flying(50)[0]?.at[0]).toBeCloseTo(45);
    expect(traffic.flying(50)[0]?.course).toBeCloseTo(90);
    expect(traffic.flying(110)[0]).toMatchObject({ at: [90, 0], holding: true, laden: true });
    expect(traffic.flying(120)).toEqual([]);
    expect(traffic.flying(1050)[0]?.laden).toBe(false);
  });

  it("counts who holds a spot", () => {
    expect(traffic.standing(500)[1]).toEqual({ parked: 1, holding: 0 });
    expect(traffic.standing(1000)[1]).toEqual({ parked: 0, holding: 0 });
    expect(traffic.stayOf(0, 999)).toBe(0);
    expect(traffic.stayOf(0, 1050)).toBeNull();
  });

  it("drives until it is delivered", () => {
    expect(traffic.driving(5).map((one) => one.drive)).toEqual([0]);
    expect(traffic.driving(150).map((one) => one.drive)).toEqual([1]);
    expect(traffic.driving(250)).toEqual([]);
  });
});

describe("great circles", () => {
  it("cross the antimeridian without a jump", () => {
    const points = circle([170, 40], [-170, 40]);
    for (let i = 1; i < points.length; i += 1) {
      expect(Math.abs((points[i]?.[0] ?? 0) - (points[i - 1]?.[0] ?? 0))).toBeLessThan(20);
    }
    expect(points.at(-1)?.[0]).toBeCloseTo(190);
  });

  it("go north of the parallel, at equal steps", () => {
    const middle = along([-60, 50], [0, 50], 0.5);
    expect(middle[0]).toBeCloseTo(-30);
    expect(middle[1]).toBeCloseTo(53.98, 1); // tan φ = tan 50° / cos 30°
    expect(course([0, 0], [0, 10])).toBeCloseTo(0);
  });
});
