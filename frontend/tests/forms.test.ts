import { describe, expect, it } from "vitest";
import { moved } from "../src/parts/grid";
import type { SettingTold } from "../src/server/api";
import { bodyOf, FieldError, limits, standard } from "../src/server/forms";
import { folderParts } from "../src/server/state";

function setting(name: string, kind: string, more: Partial<SettingTold> = {}): SettingTold {
  return { name, kind, says: "", low: null, high: null, above: false, choices: [], default: null, required: false, ...more };
}

describe("a form", () => {
  it("leaves blank fields unstated and states boxes", () => {
    expect(bodyOf([setting("runs", "whole"), setting("flag", "flag")], {})).toEqual({ flag: false });
  });

  it("shows defaults and states them", () => {
    const effort = setting("effort", "whole", { default: 1 });
    expect(standard(effort)).toBe("1");
    expect(standard(setting("lose", "names", { default: ["places", "routes"] }))).toBe("places, routes");
    expect(bodyOf([effort], {})).toEqual({ effort: 1 });
  });

  it("reads every kind", () => {
    const settings = [setting("n", "whole"), setting("x", "number"), setting("w", "names"), setting("l", "levels"), setting("r", "ranges"), setting("t", "text")];
    const fields = { n: "1,000", x: "0.5", w: "a, b,", l: "food=3, tent=4", r: "places/hub/parking=2..4", t: " hm " };
    expect(bodyOf(settings, fields)).toEqual({
      n: 1000, x: 0.5, w: ["a", "b"], l: { food: 3, tent: 4 }, r: { "places/hub/parking": "2..4" }, t: "hm",
    }); // prettier-ignore
  });

  it.each([
    [setting("runs", "whole"), "many"],
    [setting("runs", "whole"), "2.5"],
    [setting("runs", "whole", { low: 1, high: 10 }), "11"],
    [setting("s", "number", { low: 0, above: true }), "0"],
    [setting("r", "ranges"), "no equals"],
    [setting("m", "mass", { required: true }), ""],
  ])("says at the field what is wrong", (one, text) => {
    expect(() => bodyOf([one], { [one.name]: text })).toThrow(FieldError);
  });

  it("names its bounds", () => {
    expect(limits(setting("a", "whole", { low: 1, high: 5 }))).toBe("1 to 5");
    expect(limits(setting("a", "whole", { low: 0, high: 2 ** 53 - 1 }))).toBe("0 or more");
    expect(limits(setting("a", "number", { low: 0, above: true }))).toBe("more than 0");
  });
});

describe("names of folders", () => {
  it("tell the version", () => {
    expect(folderParts("relief-small.v12")).toEqual({ name: "relief-small", version: 12 });
    expect(folderParts("a.v0")).toEqual({ name: "a.v0", version: 1 });
    expect(folderParts("relief-small")).toEqual({ name: "relief-small", version: 1 });
  });
});

describe("keys in a grid", () => {
  it("move", () => {
    expect(moved("ArrowDown", { row: 1, column: 1 }, 5, false)).toEqual({ row: 2, column: 1 });
    expect(moved("End", { row: 1, column: 1 }, 5, false)).toEqual({ row: 1, column: 5 });
    expect(moved("Home", { row: 1, column: 1 }, 5, true)).toEqual({ row: 0, column: 0 });
    expect(moved("x", { row: 1, column: 1 }, 5, false)).toBeNull();
  });
});
