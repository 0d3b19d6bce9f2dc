import { describe, expect, it } from "vitest";
import { amount, day, mass, moment, percent, plain, span } from "../src/format/units";
import { daysBetween } from "../src/parts/chart";
import { valueAt } from "../src/parts/closure";
import { scrubStep } from "../src/parts/top";
import { parsed, written } from "../src/state/link";

describe("units", () => {
  it("shows masses by profile", () => {
    expect(mass(907.18474, "us-nato")).toBe("1 st");
    expect(mass(1500, "humanitarian")).toBe("1.5 t");
    expect(amount(339_250_000, "usd", "us-nato")).toBe("339 M USD");
  });

  it("shows moments as a date-time group or in UTC", () => {
    expect(moment("2022-02-25T00:00:00+00:00", 450_000, "us-nato")).toBe("020500ZMAR22");
    expect(moment("2022-02-25T00:00:00+00:00", 450_000, "humanitarian")).toBe("2 Mar 2022 05:00 UTC");
    expect(day("2022-02-25T00:00:00+00:00", 4 * 86_400)).toBe("1 Mar");
  });

  it("never rounds to none or to all", () => {
    expect([percent(0), percent(0.001), percent(0.5), percent(0.999), percent(1)]).toEqual(["0 %", "<1 %", "50 %", ">99 %", "100 %"]);
    expect(plain(12.345)).toBe("12.3");
    expect([span(120), span(7200), span(864_000)]).toEqual(["2 min", "2 h", "10 days"]);
  });
});

describe("the clock and the link", () => {
  it("moves by an hour, with Shift or Page by a day", () => {
    expect([scrubStep("ArrowRight", false), scrubStep("ArrowLeft", true), scrubStep("PageUp", false), scrubStep("a", false)]).toEqual([3600, -86_400, 86_400, 0]);
  });

  it("writes what it reads", () => {
    const settings = new Map([["select", "tail:C-17A 01 ETAR"], ["t", "450000"], ["run", ""]]);
    expect(parsed(written(settings))).toEqual(new Map([["select", "tail:C-17A 01 ETAR"], ["t", "450000"]]));
  });

  it("takes the last value that has passed", () => {
    expect([-1, 0, 9, 10, 99].map((now) => valueAt([0, 10, 20], [1, 2, 3], now))).toEqual([1, 1, 1, 2, 3]);
  });

  it("puts no more days on an axis than fit", () => {
    expect(daysBetween(0, 35 * 86_400, 600)).toHaveLength(8);
  });
});
