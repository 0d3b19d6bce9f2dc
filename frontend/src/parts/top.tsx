/** Title, clock, units and navigation. */
import { hasBrief, showBrief } from "./brief";
import { day, moment } from "../format/units";
import { screens } from "../screens";
import { horizon, playing, profile, profileName, screen, setTime, speed, time, view } from "../state/store";
import { TourStart } from "./tour";
import { words } from "../words/en";

const SPEEDS_H = [0.5, 2, 6, 24];
const STEP_S = 3600;
const DAY_S = 86_400;

export function Top() {
  const record = view.value;
  return (
    <header class="oa-top">
      {record?.banner ? (
        <p class="oa-banner" role="note">
          {record.banner}
        </p>
      ) : null}
      <div class="oa-title">
        <h1>{record?.title ?? words.app}</h1>
        {record ? (
          <p>
            {record.scenario.name} · {record.scenario.options.join(", ") || words.base}
            {record.study.runs > 0 ? ` · ${words.run(record.study.runs, record.study.seed)}` : ""}
          </p>
        ) : null}
      </div>
      {record ? <Clock start={record.scenario.start} /> : null}
      <nav aria-label={words.screens} class="oa-nav">
        {screens().map((one) => (
          <button
            key={one.id}
            ref={one.id === screen.value ? inView : null}
            type="button"
            aria-current={one.id === screen.value ? "page" : undefined}
            onClick={() => {
              screen.value = one.id;
            }}
          >
            {one.name}
          </button>
        ))}
        <TourStart />
        {hasBrief() ? (
          <button type="button" onClick={showBrief}>
            {words.brief}
          </button>
        ) : null}
      </nav>
    </header>
  );
}

/** On a narrow screen the names stand in one row that scrolls: the current one is brought into view. */
function inView(button: HTMLButtonElement | null) {
  const row = button?.parentElement;
  if (!button || !row || row.scrollWidth <= row.clientWidth) return;
  row.scrollLeft = button.offsetLeft - row.offsetLeft - (row.clientWidth - button.clientWidth) / 2;
}

function Clock({ start }: { start: string }) {
  const now = time.value;
  const shown = moment(start, now, profile.value);
  return (
    <div class="oa-clock">
      <button
        type="button"
        class="oa-play"
        aria-pressed={playing.value}
        onClick={() => {
          playing.value = !playing.value;
        }}
      >
        {playing.value ? words.pause : words.play}
      </button>
      <label class="oa-slider">
        <span class="oa-hidden">{words.time}</span>
        <input
          type="range"
          min={0}
          max={horizon.value}
          step={60}
          value={now}
          aria-valuetext={shown}
          onInput={(event) => {
            playing.value = false;
            setTime(Number(event.currentTarget.value));
          }}
          onKeyDown={(event) => {
            const step = scrubStep(event.key, event.shiftKey);
            if (step === 0) return;
            event.preventDefault();
            playing.value = false;
            setTime(time.peek() + step);
          }}
        />
      </label>
      <output class="oa-now" aria-live="off">
        {shown}
        <small>{day(start, now)}</small>
      </output>
      <label>
        {words.speed}{" "}
        <select
          value={speed.value}
          onChange={(event) => {
            speed.value = Number(event.currentTarget.value);
          }}
        >
          {SPEEDS_H.map((hours) => (
            <option key={hours} value={hours * 3600}>
              {words.perSecond(hours)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.units}{" "}
        <select
          value={profile.value}
          onChange={(event) => {
            profileName.value = event.currentTarget.value;
          }}
        >
          {Object.entries(words.profiles).map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** Returns how far a key moves the clock [s]: an hour, with Shift or Page a day; 0 = not this key. */
export function scrubStep(key: string, shift: boolean): number {
  const small = shift ? DAY_S : STEP_S;
  if (key === "ArrowRight" || key === "ArrowUp") return small;
  if (key === "ArrowLeft" || key === "ArrowDown") return -small;
  if (key === "PageUp") return DAY_S;
  return key === "PageDown" ? -DAY_S : 0;
}
