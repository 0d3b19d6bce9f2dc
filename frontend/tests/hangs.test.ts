import { describe, expect, it } from "vitest";
import type { Reading } from "../src/data/results";
import { filterOf, filterText, fits, fixedParts, partsOf, waysOf } from "../src/results/hangs";

/** Every reading of three parts; what is said of the meter alone decides, but for one day. */
const rows = ["usd", "mass"].flatMap((meter) =>
  ["120 h", "end of day"].flatMap((rule) =>
    [5, 6].map((days) => {
      const verdict = meter === "mass" ? "untestable" : days === 6 && rule === "120 h" ? "consistent" : "possible only if";
      const only_if = verdict === "possible only if" ? { moved: [{ input: "stock/a/ready" }], probability: 1 } : null;
      return { reading: { meter, rule, days, of: "listed" }, verdict, only_if, reasons: verdict === "untestable" ? ["no mass is stated"] : [] };
    }),
  ),
) as unknown as Reading[];

describe("on what a verdict hangs", () => {
  it("is counted over pairs of readings that differ in one part alone, the strongest part first", () => {
    const parts = partsOf(rows);
    expect(parts.map((one) => [one.name, one.changed, one.pairs])).toEqual([["meter", 4, 4], ["rule", 1, 4], ["days", 1, 4]]);
    expect(parts[0]?.values.map((one) => [one.value, [...one.counts]])).toEqual([
      ["usd", [["consistent", 1], ["possible only if", 3]]],
      ["mass", [["untestable", 4]]],
    ]);
    expect(fixedParts(rows)).toEqual([["of", "listed"]]);
  });

  it("leaves out what was not judged", () => {
    const stopped = rows.map((row, index) => (index ? row : { ...row, verdict: null }));
    expect(partsOf(stopped).find((one) => one.name === "meter")?.pairs).toBe(3);
  });

  it("has one line for all readings that take the same, with what only they have", () => {
    const ways = waysOf(rows);
    expect(ways.map((one) => [one.verdict, one.moved, one.rows.length, one.where])).toEqual([
      ["consistent", [], 1, ["meter usd", "rule 120 h", "days 6"]],
      ["possible only if", ["stock/a/ready"], 3, ["meter usd"]],
      ["untestable", ["no mass is stated"], 4, ["meter mass"]],
    ]);
  });
});

describe("the filter of readings", () => {
  it("is kept in a link, whatever stands in a value", () => {
    const filter = new Map([["rule", "120 h, or: so"], ["verdict", "possible only if"]]);
    expect(filterOf(filterText(filter))).toEqual(filter);
    expect(filterOf("")).toEqual(new Map());
    expect(filterOf("%E0%A4%A:x,bad")).toEqual(new Map([["%E0%A4%A", "x"]]));
  });

  it("holds a reading by its parts and by its verdict", () => {
    expect(rows.filter((row) => fits(row, filterOf("meter:usd,verdict:consistent"))).length).toBe(1);
    expect(rows.filter((row) => fits(row, filterOf("days:5"))).length).toBe(4);
  });
});
