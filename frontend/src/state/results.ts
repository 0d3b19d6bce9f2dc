/** Results of `judge`, `sensitivity` and `compare`: inside the record, or of jobs that the link names. */
import { computed, effect, signal } from "@preact/signals";
import type { Comparison, Judgement, Swings } from "../data/results";
import { judgementOf, resultOf, viewOf, type Result } from "../data/results";
import { linked } from "./link";
import { served, startClock, view } from "./store";

/** Ids of jobs, commas between. */
export const jobs = linked("job");

const fetchedResults = signal<ReadonlyMap<string, Result>>(new Map());
export const resultProblem = signal<string | null>(null);

function ofJobs<T>(pick: (result: Result) => T | undefined): T | undefined {
  for (const id of jobIds(jobs.value)) {
    const result = fetchedResults.value.get(id);
    const found = result && pick(result);
    if (found) return found;
  }
  return undefined;
}

export const judged = computed<Judgement | null>(
  () =>
    ofJobs((one) => ("judged" in one ? one.judged : undefined)) ?? view.value?.judged ?? (view.value ? judgementOf(view.value) : null),
);
export const swings = computed<Swings | null>(
  () => ofJobs((one) => ("swings" in one ? one.swings : undefined)) ?? view.value?.swings ?? null,
);
export const compared = computed<Comparison | null>(
  () => ofJobs((one) => ("compared" in one ? one.compared : undefined)) ?? view.value?.compared ?? null,
);

export function jobIds(text: string): string[] {
  return text.split(",").filter((id) => /^[0-9a-f]{1,64}$/.test(id));
}

/** Puts a job into the link, first, so that its result is the one that is shown. */
export function chooseJob(id: string): void {
  jobs.value = [id, ...jobIds(jobs.peek()).filter((one) => one !== id)].slice(0, 6).join(",");
}

export interface JobTold {
  id: string;
  verb: string;
  state: string;
  created: string;
  scenario: string;
}

/** Returns the finished jobs of some verbs, newest first. */
export async function finishedJobs(verbs: readonly string[]): Promise<JobTold[]> {
  const answer = await fetch("/api/jobs", { headers: { accept: "application/json" } });
  if (!answer.ok) return [];
  const told = (await answer.json()) as { jobs?: Record<string, unknown>[] };
  return (told.jobs ?? [])
    .map((job) => ({
      id: text(job.id),
      verb: text(job.verb),
      state: text(job.state),
      created: text(job.created),
      scenario: text(job.scenario) || text(job.run_of),
      whole: job.has_result === true,
    }))
    .filter((job) => job.whole && verbs.includes(job.verb));
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Fetches the results of the jobs in the link, on a page of the server. */
export function keepResults(): () => void {
  const asked = new Set<string>();
  return effect(() => {
    if (!served.value) return;
    for (const id of jobIds(jobs.value)) {
      if (asked.has(id)) continue;
      asked.add(id);
      void load(id);
    }
  });
}

async function load(id: string): Promise<void> {
  try {
    const answer = await fetch(`/api/jobs/${encodeURIComponent(id)}/result`, { headers: { accept: "application/json" } });
    const record: unknown = await answer.json();
    if (!answer.ok) throw new Error((record as { error?: string }).error ?? `The server answers ${answer.status}.`);
    const result = resultOf(record);
    if (!result) return;
    fetchedResults.value = new Map([...fetchedResults.peek(), [id, result]]);
    if (view.peek() === null) {
      const told = "judged" in result ? result.judged : "swings" in result ? result.swings : result.compared;
      view.value = viewOf(told);
      startClock(view.value);
    }
  } catch (error) {
    resultProblem.value = error instanceof Error ? error.message : String(error);
  }
}
