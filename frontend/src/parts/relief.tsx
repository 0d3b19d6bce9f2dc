/** What one spot or tail more brings: computed by a job of the server, or by a command where there is none. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { askRelief, jobOf, reliefOf, type Gain, type Job, type ReliefFound, type ReliefRow } from "../data/relief";
import type { Meter, Profile, View } from "../data/view";
import { amount, plain } from "../format/units";
import { linked } from "../state/link";
import { profile, runId, served, view } from "../state/store";
import { words } from "../words/en";

const LOOK_MS = 1000;
const ENDED = new Set(["done", "stopped", "failed", "interrupted"]);

const jobId = linked("relief");
const job = signal<Job | null>(null);
const found = signal<ReliefFound | null>(null);
const problem = signal<string | null>(null);

/** Returns the command that finds it, for whoever has no server. */
export function commandOf(record: View): string {
  const { name, options } = record.scenario;
  const chosen = options.map((one) => ` --option ${one}`).join("");
  return `openairlift limits ${name}${chosen} --runs ${Math.max(record.study.runs, 2)} --seed ${record.study.seed}`;
}

export function Relief() {
  const record = view.value;
  const wanted = jobId.value;
  useEffect(() => (served.peek() && wanted ? watched(wanted) : undefined), [wanted]);
  if (!record) return null;
  const isOpen = job.value !== null && !ENDED.has(job.value.state);
  return (
    <section class="oa-card" aria-labelledby="relief-title">
      <h2 id="relief-title">{words.relief.title}</h2>
      {found.value ? <Found record={record} all={found.value} /> : <p>{words.relief.none}</p>}
      {problem.value === null ? null : <p role="alert">{problem.value}</p>}
      {isOpen ? <Going one={job.value} /> : null}
      {served.value && runId.value && !isOpen && !found.value ? (
        <button type="button" onClick={() => { ask(runId.peek()); }}>{words.relief.ask}</button>
      ) : null}
      {served.value ? null : <p>{words.relief.command} <code>{commandOf(record)}</code></p>}
    </section>
  );
}

function Going({ one }: { one: Job | null }) {
  const progress = one?.progress;
  return (
    <p role="status">
      {progress ? words.relief.going(progress.what, progress.done, progress.total) : words.loading}{" "}
      <progress aria-label={words.relief.title} max={progress?.total || 1} value={progress?.done ?? 0} />
    </p>
  );
}

function Found({ record, all }: { record: View; all: ReliefFound }) {
  return (
    <>
      <ul class="oa-limits">
        {all.relief.map((row) => <li key={row.name}><p>{reliefWords(row, all, record.scenario.meter, profile.value)}</p></li>)}
      </ul>
      <p class="oa-note">{words.relief.noise(gainWords(all.noise_floor, all, record.scenario.meter, profile.value))}</p>
    </>
  );
}

/** Returns a gain with its unit: hours, or an amount of the meter. */
function gainWords(value: number, all: ReliefFound, meter: Meter, shown: Profile): string {
  return all.measure === "closure" ? `${plain(Math.round(value * 10) / 10)} h` : amount(value, meter, shown);
}

export function reliefWords(row: ReliefRow, all: ReliefFound, meter: Meter, shown: Profile): string {
  const added = row.added.charAt(0).toUpperCase() + row.added.slice(1);
  if (!row.relief) return words.relief.unknown(added);
  const said = (gain: Gain) => ({
    mean: gainWords(Math.abs(gain.mean), all, meter, shown), low: gainWords(gain.low, all, meter, shown), high: gainWords(gain.high, all, meter, shown),
  });
  const { mean, low, high } = said(row.relief);
  const better = row.relief.mean >= 0;
  const effect = all.measure === "closure" ? words.relief.closure(mean, better) : words.relief.more(mean, better);
  const told = `${added}: ${effect} [${low} – ${high}]`;
  return row.distinguishable ? `${told}.` : `${told}; ${words.relief.doubtful}`;
}

function ask(run: string): void {
  problem.value = null;
  askRelief(run).then(
    (one) => {
      job.value = one;
      jobId.value = one.id;
    },
    (error: unknown) => { problem.value = error instanceof Error ? error.message : String(error); },
  );
}

/** Asks how the job goes until it has ended, then for what it found. */
function watched(id: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = true;
  const look = async () => {
    const one = await jobOf(id);
    if (!wanted) return;
    job.value = one;
    if (!ENDED.has(one.state)) timer = setTimeout(() => { void tried(); }, LOOK_MS);
    else if (one.has_result) found.value = await reliefOf(id);
    else problem.value = one.error ?? words.relief.ended(one.state);
  };
  const tried = () => look().catch((error: unknown) => { problem.value = error instanceof Error ? error.message : String(error); });
  void tried();
  return () => {
    wanted = false;
    clearTimeout(timer);
  };
}
