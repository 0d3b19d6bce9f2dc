/** A verb's declared settings as the fields of a form, and what a person put into them as a request's body. */
import type { SettingTold } from "./api";

/** Texts by name of a setting; a box is "yes" or "". */
export type Fields = Readonly<Record<string, string>>;

export class FieldError extends Error {
  constructor(
    readonly field: string,
    words: string,
  ) {
    super(words);
  }
}

/** Returns a setting's default as a field shows it. */
export function standard(setting: SettingTold): string {
  const value = setting.default;
  if (setting.kind === "flag") return value ? "yes" : "";
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Returns a setting's name as a person reads it. */
export function title(setting: SettingTold): string {
  return setting.name.replace(/_$/, "").replaceAll("_", " ");
}

/** Returns what is stated in a form as a request's body; a blank field is not stated. Throws FieldError. */
export function bodyOf(settings: readonly SettingTold[], fields: Fields): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const setting of settings) {
    const text = (fields[setting.name] ?? standard(setting)).trim();
    if (setting.kind === "flag") body[setting.name] = text !== "";
    else if (text !== "") body[setting.name] = valueOf(setting, text);
    else if (setting.required) throw new FieldError(setting.name, `${title(setting)} is missing.`);
  }
  return body;
}

function valueOf(setting: SettingTold, text: string): unknown {
  switch (setting.kind) {
    case "whole":
      return number(setting, text.replaceAll(",", ""), /^[+-]?\d+$/, "whole number");
    case "number":
      return number(setting, text, /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, "number");
    case "names":
      return text.split(",").map((word) => word.trim()).filter((word) => word !== "");
    case "levels": {
      const pairs = pairsOf(setting, text.replaceAll("\n", ",").split(","));
      return Object.fromEntries(Object.entries(pairs).map(([item, level]) => [item, number(setting, level, /^[\d.]+$/, "quantity")]));
    }
    case "ranges":
      return pairsOf(setting, text.split("\n"));
    default:
      return text;
  }
}

function number(setting: SettingTold, text: string, form: RegExp, what: string): number {
  if (!form.test(text)) throw new FieldError(setting.name, `“${text}” is no ${what}.`);
  const value = Number(text);
  const { low, high, above } = setting;
  if ((low !== null && (above ? value <= low : value < low)) || (high !== null && value > high)) {
    throw new FieldError(setting.name, `${text} is outside of ${limits(setting)}.`);
  }
  return value;
}

/** Returns the bounds of a setting in words; "" where there are none. */
export function limits({ low, high, above }: SettingTold): string {
  if (low === null && high === null) return "";
  if (low === null) return `up to ${String(high)}`;
  const from = above ? `more than ${String(low)}` : `${String(low)} or more`;
  return high === null || high >= 2 ** 53 - 1 ? from : `${above ? `more than ${String(low)}` : String(low)} to ${String(high)}`;
}

function pairsOf(setting: SettingTold, parts: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const part of parts) {
    if (part.trim() === "") continue;
    const at = part.indexOf("=");
    const [key, value] = [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    if (at < 0 || key === "" || value === "") throw new FieldError(setting.name, `“${part.trim()}” has no = between a name and a value.`);
    found[key] = value;
  }
  return found;
}

const SHAPES: Record<string, string> = {
  names: "names, commas between",
  levels: "ITEM=QUANTITY, commas between",
  ranges: "NAME=LOW..HIGH, one a line",
  mass: "number with unit, such as 500t",
  time: "number with unit, such as 2.5h",
};

/** Returns how a field is filled in, in words. */
export function shape(setting: SettingTold): string {
  return [SHAPES[setting.kind] ?? "", limits(setting)].filter((words) => words !== "").join("; ");
}
