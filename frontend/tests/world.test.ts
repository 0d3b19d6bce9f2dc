import { describe, expect, it } from "vitest";
import { unbroken, world } from "../src/map/world";

describe("coastlines", () => {
  it("go on beyond the antimeridian", () => {
    expect(unbroken([[179, 71], [-179, 71], [-178, 72], [179, 72]])).toEqual([[179, 71], [181, 71], [182, 72], [179, 72]]);
  });

  it("never jump round the world", () => {
    for (const { polygon } of world().land) {
      for (const ring of polygon) {
        const jumps = ring.slice(1).map(([lon], i) => Math.abs(lon - (ring[i]?.[0] ?? lon)));
        expect(Math.max(...jumps)).toBeLessThan(180);
      }
    }
  });
});
