import { describe, expect, it } from "vitest";
import { stepsOf, busiestAt } from "../src/data/tour";
import type { Evidence, Input, View } from "../src/data/view";
import { foundBy, gradeOf, isBehind, kept, lastRequirement, proofOf, restingOn, rootsOf, tagOfLimit, unitOf, wanted } from "../src/inputs/about";
import { locator } from "../src/inputs/drawer";
import { differing } from "../src/results/differing";

function input(table: string, key: string, column: string, more: Partial<Input> = {}): Input {
  return { table, key, column, value: "1", basis: "assumed", source: "", evidence: [], note: "", where: "", about: [], ...more };
}

function evidence(id: string, more: Partial<Evidence> = {}): Evidence {
  return {
    id, source: "s", says: "", paragraph: null, page: null, line: null, figures: [], exact: "", chain: [], grade: "B2",
    grade_words: "usually reliable", state: null, root: "An officer", root_key: "officer", ...more,
  };
}

const inputs = [
  input("places", "hub", "parking", { basis: "quoted", evidence: ["a", "b"], about: ["place:hub"], note: "Two seen" }),
  input("places", "far", "parking", { about: ["place:far"] }),
  input("items", "water", "unit_mass_kg", { evidence: ["a"], about: ["item:water"] }),
  input("items", "tents", "unit_mass_kg", { about: ["item:tents"], source: "a book" }),
  input("stock", "hub:tents", "quantity", { about: ["place:hub", "item:tents"] }),
  input("scenario", "settings", "horizon_days", { about: ["all"] }),
];

const record = {
  title: "A case",
  inputs,
  rests_on: { drink: ["requirement:drink", "item:water", "place:hub"] },
  book: {
    evidence: {
      a: evidence("a", { exact: "two spots", paragraph: 3, figures: ["2"], state: "anchored: stands there word for word" }),
      b: evidence("b", { grade: "C3" }),
      c: evidence("c", { root: "Somebody else", root_key: "somebody else" }),
    },
    sources: {}, statements: {}, claims: {},
  },
  places: [{ id: "hub", name: "Hub" }],
  types: ["C-17A"],
  legs: { out: [0, 50, 60], over: [100, 70, 200] },
  said: { humanitarian: { closure: "It closes.", limits: [{ text: "Parking at Hub was full.", resource: "parking", place: "hub" }] } },
  summary: { requirements: [
    { requirement: "drink", destination: "hub", complete: { p10: null, p50: "2022-03-01T00:00:00Z", p90: null } },
    { requirement: "sleep", destination: "hub", complete: { p10: null, p50: "2022-02-27T00:00:00Z", p90: null } },
  ] },
} as unknown as View;

const ALL = { text: "", basis: [], table: "", proof: "", behind: "" };

describe("inputs", () => {
  it("are found by text, basis, table, document and result", () => {
    expect(kept(record, ALL)).toHaveLength(6);
    expect(kept(record, { ...ALL, text: "two HUB" })).toEqual([0]);
    expect(kept(record, { ...ALL, basis: ["quoted"] })).toEqual([0]);
    expect(kept(record, { ...ALL, table: "items", proof: "reference" })).toEqual([3]);
    expect(kept(record, { ...ALL, behind: "place:hub" })).toEqual([0, 4]);
    expect(kept(record, { ...ALL, behind: "requirement:drink" })).toEqual([0, 2]); // not the tents that lie there
  });

  it("are behind a result by any tag, but about items only by an own one", () => {
    const tags = wanted("requirement:drink", record) ?? new Set();
    expect(inputs.map((one) => isBehind(one, tags))).toEqual([true, false, true, false, false, false]);
  });

  it("have a unit, grades and a document", () => {
    expect([unitOf("payload_kg"), unitOf("cost_usd_per_h"), unitOf("block_speed"), unitOf("length_m")]).toEqual(["kg", "USD/h", "", "m"]);
    expect(inputs.map((one) => gradeOf(one, record))).toEqual(["B2–C3", "", "B2", "", "", ""]);
    expect(inputs.map((one) => proofOf(one, record))).toEqual(["exact", "none", "exact", "reference", "none", "none"]);
  });

  it("share evidence, whose roots are counted once", () => {
    expect(restingOn(record, "a", inputs[0] as Input)).toEqual([inputs[2]]);
    expect(rootsOf(["a", "b", "c"], record).map((root) => root.evidence)).toEqual([["a", "b"], ["c"]]);
    expect(locator(record.book.evidence.a as Evidence)).toBe("paragraph 3 · figures 2");
    expect(locator(record.book.evidence.b as Evidence)).toBe("no place in it is stated");
  });

  it("lie behind limits and closure", () => {
    expect(lastRequirement(record)).toBe("drink");
    expect(tagOfLimit({ resource: "parking", place: "hub" }, record)).toBe("place:hub");
    expect(tagOfLimit({ resource: "fleet", place: "C-17A" }, record)).toBe("type:C-17A");
    expect(tagOfLimit({ resource: "other", place: null }, record)).toBe("");
  });

  it("are found by the name that a result has for them", () => {
    expect(foundBy("places/hub/parking", record)).toEqual({ name: "places/hub/parking" });
    expect(foundBy("places/*/parking", record)).toEqual({ words: "parking", table: "places" });
    expect(foundBy("stock/hub:*/ready", record)).toEqual({ words: "hub:", table: "stock" }); // a date: no number of the record
    expect(foundBy("links/*/transit_h", record)).toBeNull();
  });

  it("differ between two records by value or basis", () => {
    const other = { ...record, inputs: [{ ...(inputs[0] as Input), value: "3" }, ...inputs.slice(2)] };
    expect(differing(record, other).map((one) => [one.cell, one.before, one.after])).toEqual([
      ["places/hub/parking", "1", "3"],
      ["places/far/parking", "1", null],
    ]);
  });
});

describe("the guided tour", () => {
  const steps = stepsOf(record, ["overview", "limits", "inputs", "claims"], "humanitarian");

  it("has five to seven steps that can be read in two minutes", () => {
    expect(steps.length).toBeGreaterThanOrEqual(5);
    expect(steps.length).toBeLessThanOrEqual(7);
    expect(steps.map((one) => one.text).join(" ").split(/\s+/).length).toBeLessThan(300); // 200 words a minute, and some to look
  });

  it("sets screen, clock and selection from the record", () => {
    expect(busiestAt(record)).toBe(60);
    expect(steps.map((one) => one.screen)).toEqual(["overview", "overview", "limits", "inputs", "inputs", "overview"]);
    expect(steps[1]?.time).toBe(60);
    expect(steps[2]?.select).toBe("place:hub");
    expect(steps[4]).toMatchObject({ behind: "place:hub", select: "input:places/hub/parking" });
  });

  it("goes on without what a record lacks", () => {
    const bare = { ...record, said: {}, summary: {}, inputs: [], legs: { out: [], over: [] } } as unknown as View;
    expect(stepsOf(bare, ["inputs"], "humanitarian").map((one) => one.screen)).toEqual(["inputs", "inputs"]);
  });
});
