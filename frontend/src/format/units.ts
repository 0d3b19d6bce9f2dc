/** Numbers as they are shown, by profile: short tons, nautical miles, Zulu; or tonnes, kilometres, UTC. */
import type { Meter, Profile } from "../data/view";

const SHORT_TON_KG = 907.18474;
const NAUTICAL_MILE_M = 1852;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Returns a number with few digits, and thin groups of thousands. */
export function plain(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const places = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : digits - 1;
  return value.toLocaleString("en-GB", { maximumFractionDigits: places, minimumFractionDigits: 0 });
}

export function percent(share: number): string {
  if (share > 0 && share < 0.005) return "<1 %";
  if (share < 1 && share >= 0.995) return ">99 %";
  return `${Math.round(share * 100)} %`;
}

export function massUnit(profile: Profile): string {
  return profile === "us-nato" ? "st" : "t";
}

export function mass(kg: number, profile: Profile): string {
  return `${plain(kg / (profile === "us-nato" ? SHORT_TON_KG : 1000))} ${massUnit(profile)}`;
}

export function distance(metres: number, profile: Profile): string {
  return profile === "us-nato" ? `${plain(metres / NAUTICAL_MILE_M)} nm` : `${plain(metres / 1000)} km`;
}

/** Returns an amount in the meter's stored unit as it is shown. */
export function amount(value: number, meter: Meter, profile: Profile): string {
  if (meter === "mass") return mass(value, profile);
  if (meter === "usd") return value >= 1e6 ? `${plain(value / 1e6)} M USD` : `${plain(value)} USD`;
  return `${plain(value)} ${meter}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** Returns a moment: a date-time group (041530ZMAR22), or 4 Mar 2022 15:30 UTC. */
export function moment(start: string, seconds: number, profile: Profile): string {
  const at = new Date(Date.parse(start) + seconds * 1000);
  const month = MONTHS[at.getUTCMonth()] ?? "";
  const clock = `${two(at.getUTCHours())}${profile === "us-nato" ? "" : ":"}${two(at.getUTCMinutes())}`;
  return profile === "us-nato"
    ? `${two(at.getUTCDate())}${clock}Z${month.toUpperCase()}${two(at.getUTCFullYear() % 100)}`
    : `${at.getUTCDate()} ${month} ${at.getUTCFullYear()} ${clock} UTC`;
}

/** Returns the date alone, such as 4 Mar. */
export function day(start: string, seconds: number): string {
  const at = new Date(Date.parse(start) + seconds * 1000);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ""}`;
}

/** Returns a length of time: 45 min, 7.5 h, 3.2 days. */
export function span(seconds: number): string {
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return seconds < 2 * 86_400 ? `${plain(seconds / 3600)} h` : `${plain(seconds / 86_400)} days`;
}
