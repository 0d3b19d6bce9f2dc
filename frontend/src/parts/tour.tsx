/** A guided first visit: each step is a link with a sentence; it can be left at any time. */
import { computed } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { stepsOf } from "../data/tour";
import { screens } from "../screens";
import { linked } from "../state/link";
import { playing, profile, screen, selected, setTime, view } from "../state/store";
import { words } from "../words/en";
import { behind } from "./behind";
import "../style/tour.css";

/** The step that is shown, from 1; "" = nobody is guided. */
export const tourStep = linked("tour");

const steps = computed(() => {
  const record = view.value;
  return record ? stepsOf(record, screens().map((one) => one.id), profile.value) : [];
});

function go(to: number): void {
  const next = steps.peek()[to - 1];
  if (!next) return;
  playing.value = false;
  tourStep.value = String(to);
  screen.value = next.screen;
  selected.value = next.select;
  behind.value = next.behind;
  if (next.time !== null) setTime(next.time);
}

function leave(): void {
  tourStep.value = "";
  document.getElementById("tour-start")?.focus();
}

export function TourStart() {
  if (!view.value || view.value.study.runs === 0) return null;
  return (
    <button
      type="button"
      id="tour-start"
      onClick={() => {
        go(1);
      }}
    >
      {words.tour.start}
    </button>
  );
}

export function Tour() {
  const all = steps.value;
  const here = Math.round(Number(tourStep.value));
  const shown = here >= 1 ? all[here - 1] : undefined;
  const text = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    if (shown) text.current?.focus(); // at once: later it could take the focus from where leaving has put it
  }, [shown]);
  useEffect(() => {
    if (!shown) return;
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape") leave();
    };
    addEventListener("keydown", key);
    return () => {
      removeEventListener("keydown", key);
    };
  }, [shown]);
  if (!shown) return null;
  return (
    <section class="oa-tour" aria-label={words.tour.name}>
      <p ref={text} tabIndex={-1}>
        <b>{words.tour.of(here, all.length)}</b> {shown.text}
      </p>
      <div>
        <button type="button" disabled={here <= 1} onClick={() => { go(here - 1); }}>
          {words.before}
        </button>
        {here < all.length ? (
          <button type="button" class="oa-first" onClick={() => { go(here + 1); }}>
            {words.after}
          </button>
        ) : null}
        <button type="button" onClick={leave}>
          {here < all.length ? words.tour.leave : words.tour.done}
        </button>
      </div>
    </section>
  );
}
