import { describe, expect, it } from "vitest";
import { resultOf, viewOf, type Comparison, type Difference, type Judgement, type Measure, type Reading, type Swings } from "../src/data/results";
import { extent, ordered, tornados, type Bar } from "../src/results/bars";
import { countsOf, waysOf } from "../src/results/hangs";
import { mainCurve, roundTicks, shareAt, sides } from "../src/results/pair";
import { answer, clearness, difference, ends, probabilityWords, readingWords, spread, verdictWords } from "../src/results/told";
import { jobIds } from "../src/state/results";

const row = {
  reading: { meter: "usd", days: 5 }, verdict: "possible only if", probability: 0.02, interval: { low: 0, high: 0.1 }, with_option: null,
  threshold: 0.7, unit: "share", measured: { p10: 0.5, p50: 0.575, p90: 0.6 }, most: 1, drawn: null, drawn_probability: 0.15, bound: null,
  bound_cited: null, held: [], only_if: { moved: [{ input: "stock/x/ready", basis: "assumed", words: "4 days earlier" }], probability: 1 },
  alone_too: ["links/*/transit_h"], deciding: [{ input: "stock/x/ready", basis: "assumed", grades: ["B2"], low: "-1", high: "+4", unit: "d", at_low: 0.8, at_high: 0.1, swing: 0.7 }],
  reasons: [],
} as unknown as Reading;

describe("verdicts", () => {
  it("name the change of inputs, and never say true or false", () => {
    const told = verdictWords(row, "humanitarian");
    expect(told).toBe("Possible only if stock/x/ready (assumed) is 4 days earlier; then it holds in 100 % of the runs. Alone would do as well: links/*/transit_h.");
    expect(probabilityWords(row, "humanitarian").join("; ")).toContain("2 % of the runs [95 % interval 0 % to 10 %]; 57.5 % is there [P10 50 % – P90 60 %], 70 % is asked for");
    expect(readingWords(row)).toBe("meter usd · days 5");
  });

  it("say so where nothing could be tested, was stopped, or can't be reached", () => {
    const untestable = { ...row, verdict: "untestable", reasons: ["no day is named"], probability: null } as unknown as Reading;
    expect(verdictWords(untestable, "humanitarian")).toBe("Untestable: no day is named.");
    expect(verdictWords({ ...untestable, verdict: null, reasons: [] }, "humanitarian")).toBe("Not judged: stopped.");
    expect(verdictWords({ ...row, verdict: "not reachable", bound: 0.6, bound_cited: null }, "humanitarian")).toContain("at most 60 % can be there, and 70 % is asked for");
    expect(waysOf([untestable, untestable, row]).map((one) => one.rows.length)).toEqual([1, 2]);
    expect([...countsOf([untestable, untestable, row])]).toEqual([["possible only if", 1], ["untestable", 2]]);
  });
});

describe("swings", () => {
  const bar = (input: string, basis: string, size: number): Bar => ({ input, basis, size, from: 1, to: 1 + size }) as Bar;

  it("come with the assumed first, then the estimated, each by size", () => {
    const bars = [bar("q", "quoted", 9), bar("e", "estimated", 5), bar("a", "assumed", 1), bar("b", "assumed", 3), bar("z", "assumed", 0)];
    expect(ordered(bars, "chase").map((one) => one.input)).toEqual(["b", "a", "e", "q", "z"]);
    expect(ordered(bars, "size").map((one) => one.input)).toEqual(["q", "e", "b", "a", "z"]);
  });

  it("are of an answer and of every reading that inputs decide", () => {
    const judged = { claims: [{ id: "c", readings: [{ ...row, deciding: [] }, row] }] } as unknown as Judgement;
    const found = tornados({ method: "oat", answer: "closure", unit: "hours", now: 5, rows: [{ input: "a", at_low: 4, at_high: 8, size: 4 }] } as unknown as Swings, judged);
    expect(found.map((one) => one.id)).toEqual(["answer", "c:1"]);
    expect(extent(found[0] as (typeof found)[number])).toEqual([4, 8]);
    expect(found[1]?.bars[0]).toMatchObject({ from: 0.8, to: 0.1, size: 0.7 });
  });
});

describe("comparisons", () => {
  const measure = { name: "closure", unit: "h" } as Measure;
  const change = (mean: number, low: number, high: number, clear = true) => ({ mean, low, high, clear }) as Difference;

  it("tell a difference with its interval and how sure it is", () => {
    expect([change(0, 0, 0), change(1, -1, 3), change(2, 1, 3, false), change(2, 1, 3)].map(clearness)).toEqual(["none", "zero", "noise", "clear"]);
    expect(difference(change(-2, -3, 1.5), measure, "humanitarian")).toBe("-2 h [-3 to +1.5 h]");
    expect(spread({ p10: 1, p50: 2, p90: null }, "h", "humanitarian")).toBe("2 h [1 h to not within the horizon]");
    expect(ends("3 M USD", "4 M USD")).toBe("3 to 4 M USD");
    expect(answer(907.18474, "kg", "us-nato")).toBe("1 st");
  });

  const found = {
    compared_with: "base",
    scenario: { objective_mark: "delivered", objective_meter: "usd" },
    options: [{ name: "base" }, { name: "x" }, { name: "y" }],
    differences: [{ option: "y", measures: { closure: change(1, 0, 2) } }],
    shares_by_day: [
      { mark: "landed", meter: "usd", group: "all", rows: [] },
      { mark: "delivered", meter: "usd", group: "all", rows: [{ day: 1, options: { base: { p50: 0.2 } } }, { day: 2, options: { base: { p50: 0.5 } } }] },
    ],
  } as unknown as Comparison;

  it("put the chosen option beside the first", () => {
    expect(sides(found, "y")).toMatchObject({ a: { name: "base" }, b: { name: "y" }, measures: { closure: { mean: 1 } } });
    expect(sides(found, "")?.b.name).toBe("x");
    expect(sides({ ...found, options: found.options.slice(0, 1) }, "")).toBeNull();
  });

  it("have a share at the time of the clock", () => {
    const curve = mainCurve(found);
    expect(curve?.mark).toBe("delivered");
    expect([0, 86_400, 100_000, 200_000].map((now) => curve && shareAt(curve, "base", now))).toEqual([0, 0.2, 0.2, 0.5]);
    expect(roundTicks(7)).toEqual([0, 2, 4, 6, 8]);
    expect(roundTicks(0)).toEqual([0, 1]);
  });
});

describe("results", () => {
  it("are known by their form", () => {
    expect(resultOf({ kind: "sensitivity", rows: [] })).toHaveProperty("swings");
    expect(resultOf({ compared_with: "base" })).toHaveProperty("compared");
    expect(resultOf({ claims: [], verdicts: {} })).toHaveProperty("judged");
    expect([resultOf(null), resultOf([]), resultOf({ kind: "x" })]).toEqual([null, null, null]);
  });

  it("make a record with a clock and nothing that moves", () => {
    const scenario = { name: "s", options: [], start: "2022-02-25T00:00Z", horizon_days: 2, profile: "us-nato" };
    expect(viewOf({ title: "t", scenario, seed: 1 } as unknown as Judgement)).toMatchObject({ title: "t", tails: [], scenario: { horizon_s: 172_800, profile: "us-nato" } });
  });

  it("come from jobs that the link names, and from nothing else", () => {
    expect(jobIds("0a1b,../x,,ff")).toEqual(["0a1b", "ff"]);
  });
});
