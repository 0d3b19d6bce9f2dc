/** The stretch of time that lanes and bars show: the whole, or a part of it that the link carries. */
import { computed } from "@preact/signals";
import { linked } from "./link";
import { horizon, time } from "./store";

const text = linked("zoom");
const LEAST_S = 3600;

export type Stretch = readonly [number, number];

/** Returns the stretch that a link states, kept within the horizon; the whole where it states none. */
export function stretchOf(stated: string, whole: number): Stretch {
  const [from, to] = stated.split("-").map(Number);
  if (stated === "" || from === undefined || to === undefined || !(to - from >= LEAST_S)) return [0, Math.max(whole, 1)];
  return within(from, to, whole);
}

export const stretch = computed<Stretch>(() => stretchOf(text.value, horizon.value));

function within(from: number, to: number, whole: number): Stretch {
  const wide = Math.min(Math.max(to - from, LEAST_S), whole);
  const start = Math.min(Math.max(from, 0), whole - wide);
  return [start, start + wide];
}

export function show(from: number, to: number): void {
  const [start, end] = within(from, to, horizon.peek()).map(Math.round) as [number, number];
  text.value = start <= 0 && end >= horizon.peek() ? "" : `${start}-${end}`;
}

/** Shows more (factor over 1) or less, and leaves a moment where it is. */
export function zoomBy(factor: number, around = time.peek()): void {
  const [from, to] = stretch.peek();
  const still = around >= from && around <= to ? around : (from + to) / 2;
  show(still - (still - from) * factor, still + (to - still) * factor);
}

export function panBy(share: number): void {
  const [from, to] = stretch.peek();
  show(from + (to - from) * share, to + (to - from) * share);
}

/** Shows a length of time around the clock. */
export function showAround(length: number, moment = time.peek()): void {
  show(moment - length / 2, moment + length / 2);
}

export function showAll(): void {
  text.value = "";
}

/** Brings a moment into sight where it is not. */
export function reveal(moment: number): void {
  const [from, to] = stretch.peek();
  if (moment < from || moment > to) showAround(to - from, moment);
}
