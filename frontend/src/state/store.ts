/** What the whole app shares: the record, the clock, what is chosen, and how it is shown. */
import { computed, effect, signal } from "@preact/signals";
import type { Meter, Profile, View } from "../data/view";
import { linked } from "./link";

export const view = signal<View | null>(null);

/** Whether a server stands behind the page: then scenarios can be edited and run anew. */
export const served = signal(false);

export const screen = linked("screen", "overview");
export const selected = linked("select");
export const meterName = linked("meter");
export const profileName = linked("profile");
export const runId = linked("run");
const timeText = linked("t");

export const profile = computed<Profile>(() => {
  const stated = profileName.value || view.value?.scenario.profile;
  return stated === "us-nato" ? "us-nato" : "humanitarian";
});

export const meter = computed<Meter>(() => {
  const known = view.value?.curves.map((curve) => curve.meter) ?? [];
  const stated = (meterName.value || view.value?.scenario.meter) as Meter;
  return known.includes(stated) ? stated : (known[0] ?? "mass");
});

/** The shared time cursor [s since the start]. */
export const time = signal(0);
export const playing = signal(false);

/** Seconds of the model that pass in a second of the day. */
export const speed = signal(7200);

export const horizon = computed(() => view.value?.scenario.horizon_s ?? 0);

/** Puts the cursor somewhere, within the horizon. */
export function setTime(seconds: number): void {
  time.value = Math.min(Math.max(Math.round(seconds), 0), horizon.peek());
}

/** Starts the clock of a record: at the time of the link, else where most is in the air. */
export function startClock(record: View): void {
  const stated = Number(timeText.peek());
  setTime(timeText.peek() !== "" && Number.isFinite(stated) ? stated : firstFlight(record));
}

function firstFlight(record: View): number {
  const first = record.legs.out.reduce((least, out) => Math.min(least, out), record.scenario.horizon_s);
  return record.legs.out.length ? first : 0;
}

/** Lets the clock go while `playing`, and keeps the link's time when it stands. */
export function runClock(): () => void {
  let frame = 0;
  let before = 0;
  const step = (now: number) => {
    if (before) {
      const next = time.peek() + (Math.min(now - before, 100) / 1000) * speed.peek();
      if (next >= horizon.peek()) playing.value = false;
      setTime(next);
    }
    before = now;
    frame = playing.peek() ? requestAnimationFrame(step) : 0;
  };
  const stopPlay = effect(() => {
    if (playing.value && !frame) {
      before = 0;
      if (time.peek() >= horizon.peek()) setTime(0);
      frame = requestAnimationFrame(step);
    }
  });
  const stopText = effect(() => {
    const text = String(time.value);
    if (view.value && !playing.value) timeText.value = text; // without a record the link's time waits for one
  });
  const stopLink = effect(() => {
    const stated = Number(timeText.value);
    if (view.value && timeText.value !== "" && Number.isFinite(stated) && stated !== time.peek() && !playing.peek()) setTime(stated);
  });
  return () => {
    stopPlay();
    stopText();
    stopLink();
    cancelAnimationFrame(frame);
  };
}
