import { describe, expect, it } from "vitest";
import {
  bodyOf, count, EMPTY, issuesAt, mended, oneMore, oneSpotMore, rebased, shownRows, withAddedCell, withCell, withRemoved, withRow,
} from "../src/edit/draft";
import type { Issue, Table, Tables } from "../src/server/api";

const column = { says: "", form: "", choices: [], required: false, key: false, stated: true };

function places(parking: string, ...others: string[]): Table {
  const rows = [["hub", parking], ...others.map((key) => [key, "wide:1"])].map(([key = "", text = ""], at) => ({
    key,
    line: at + 2,
    cells: { id: key, parking: text },
  }));
  return { name: "places", file: "places.csv", says: "", there: true, columns: [{ name: "id", ...column }, { name: "parking", ...column }], rows };
}

function scenario(table: Table, version = 1): Tables {
  return { name: "s", version, newest: version, folder: "s", tag: `v${version}`, tables: [table], held: {}, options: [], check: { valid: true, issues: [] } };
}

function issue(more: Partial<Issue>): Issue {
  return { severity: "error", file: "places.csv", row: 3, column: null, what: "is wrong", got: null, allowed: null, nearest: null, ...more };
}

function row(table: Table, at: number) {
  const found = table.rows[at];
  if (!found) throw new Error("no row");
  return found;
}

describe("a draft", () => {
  const table = places("wide:2", "camp", "port");

  it("holds what differs, and forgets what is put back", () => {
    const draft = withCell(EMPTY, table, row(table, 0), "parking", " wide:3 ");
    expect(draft.set).toEqual({ "places/hub/parking": "wide:3" });
    expect(count(withCell(draft, table, row(table, 0), "parking", "wide:2"))).toBe(0);
  });

  it("names keys of scenario.toml as edits do", () => {
    const settings = { ...places("5"), name: "scenario" };
    expect(withCell(EMPTY, settings, row(settings, 0), "parking", "6").set).toEqual({ "scenario/settings/hub": "6" });
  });

  it("forgets changes of a row that goes", () => {
    const draft = withRemoved(withCell(EMPTY, table, row(table, 1), "parking", "wide:9"), table, row(table, 1), true);
    expect(bodyOf(draft)).toEqual({ set: {}, add: [], remove: ["places/camp"] });
    expect(count(withRemoved(draft, table, row(table, 1), false))).toBe(0);
  });

  it("sends added rows that hold something", () => {
    const draft = withAddedCell(withRow(withRow(EMPTY, "places"), "places"), 1, "id", "new");
    expect(bodyOf(draft).add).toEqual([{ table: "places", row: { id: "new" } }]);
    expect(count(draft)).toBe(1);
  });

  it("finds the rows of issues where the file will have them", () => {
    const draft = withAddedCell(withRow(withRemoved(EMPTY, table, row(table, 0), true), "places"), 0, "id", "new");
    const shown = shownRows(draft, table);
    expect(shown.map((one) => one.at)).toEqual([null, 0, 1, 2]);
    const check = { valid: false, issues: [issue({ column: "parking", cell: { table: "places", at: 2, key: "new", column: "parking" } })] };
    expect([...issuesAt(check, table, shown).keys()]).toEqual(["2/parking"]);
  });
});

describe("a draft on a newer version", () => {
  const draft = { set: { "places/hub/parking": "wide:3", "places/camp/parking": "wide:4" }, add: [{ table: "places", cells: { id: "n" } }], remove: ["places/port"] };

  it("keeps everything that is not touched", () => {
    const found = rebased(draft, scenario(places("wide:2", "camp", "port")), scenario(places("wide:2", "camp", "port", "more"), 2));
    expect(found).toEqual({ draft, clashes: [], gone: [] });
  });

  it("tells where both changed a cell, and what is gone", () => {
    const found = rebased(draft, scenario(places("wide:2", "camp", "port")), scenario(places("wide:5", "port"), 2));
    expect(found.clashes).toEqual([{ cell: "places/hub/parking", mine: "wide:3", theirs: "wide:5" }]);
    expect(found.gone).toEqual(["places/camp/parking = wide:4"]);
    expect(found.draft.set).toEqual({ "places/hub/parking": "wide:3" });
    expect(found.draft.add).toHaveLength(1);
  });

  it("drops what the others did, too", () => {
    expect(rebased(draft, scenario(places("wide:2", "camp")), scenario(places("wide:3", "camp"), 2)).draft.set).toEqual({ "places/camp/parking": "wide:4" });
  });
});

describe("one more", () => {
  it.each([
    ["wide:2", "wide:3"],
    ["narrow:2 ; wide:1", "narrow:2;wide:2"],
    ["small:4", "small:5"],
    ["", null],
    ["many", null],
  ])("spot than %s", (now, then) => {
    expect(oneSpotMore(now)).toBe(then);
  });

  it("slot, where a number is stated", () => {
    expect([oneMore("2"), oneMore("2.5"), oneMore("")]).toEqual(["3", null, null]);
  });
});

describe("the nearest valid name", () => {
  it.each([
    ["dubia", issue({ got: "dubia", nearest: "dubai" }), "dubai"],
    ["a;dubia", issue({ what: "there is no place 'dubia'", got: "a;dubia", nearest: "dubai" }), "a;dubai"],
    ["wdie:2", issue({ what: "'wdie' is no class of spot", got: "wdie:2", nearest: "wide" }), "wide:2"],
    ["wdie:2", issue({ got: "wdie:2", nearest: "wide" }), null],
    ["x", issue({ got: "x" }), null],
  ])("mends %s", (text, found, better) => {
    expect(mended(text, found)).toBe(better);
  });
});
