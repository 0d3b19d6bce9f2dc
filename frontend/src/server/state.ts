/** What the screens of the served app share: lists of the server, what is opened, what is not saved yet. */
import { computed, effect, signal } from "@preact/signals";
import { linked } from "../state/link";
import { runId, screen, served, view } from "../state/store";
import { type Clash, count, type Draft, EMPTY } from "../edit/draft";
import { type Check, type JobTold, keepInTouch, RefusedError, type RunTold, type ScenarioTold, server, type Tables, type VerbTold } from "./api";

/** The scenario that is edited, or that a job is asked about. */
export const scenarioName = linked("scenario");
export const versionText = linked("version");
export const tableName = linked("table", "places");

/** The job whose progress is shown. */
export const jobId = linked("task");

export const scenarios = signal<ScenarioTold[] | null>(null);
export const runs = signal<RunTold[] | null>(null);
export const jobs = signal<JobTold[] | null>(null);
export const verbs = signal<VerbTold[] | null>(null);

/** What a scenario's edit stands on, and what is not saved yet. */
export interface Desk {
  tables: Tables;
  draft: Draft;
  /** What `check` says of the draft; null while it is being asked. */
  check: Check | null;
  clashes: Clash[];
  gone: string[];
  /** The version that somebody else made meanwhile. */
  moved: number | null;
  saved: number | null;
}

/** Desks by scenario: they stay while other screens are shown. */
export const desks = signal<ReadonlyMap<string, Desk>>(new Map());

export const unsaved = computed(() => [...desks.value].filter(([, desk]) => count(desk.draft) > 0).map(([name]) => name));

export function putDesk(name: string, desk: Desk): void {
  desks.value = new Map([...desks.peek(), [name, desk]]);
}

export function changeDesk(name: string, change: Partial<Desk>): void {
  const desk = desks.peek().get(name);
  if (desk) putDesk(name, { ...desk, ...change });
}

export function deskOf(tables: Tables): Desk {
  return { tables, draft: EMPTY, check: tables.check, clashes: [], gone: [], moved: null, saved: null };
}

/** Returns name and version of a scenario's folder, such as relief-small.v2. */
export function folderParts(folder: string): { name: string; version: number } {
  const found = /^(.+)\.v([1-9]\d{0,5})$/.exec(folder);
  return found ? { name: found[1] ?? folder, version: Number(found[2]) } : { name: folder, version: 1 };
}

/** Asks for the lists anew; what fails is left as it was, and the page says that the server is lost. */
export async function refresh(): Promise<void> {
  const [first, second, third] = await Promise.allSettled([server.scenarios(), server.runs(), server.jobs()]);
  if (first.status === "fulfilled") scenarios.value = first.value;
  if (second.status === "fulfilled") runs.value = second.value;
  if (third.status === "fulfilled") jobs.value = third.value;
}

export async function loadVerbs(): Promise<void> {
  if (verbs.peek() === null) verbs.value = await server.verbs().catch(() => null);
}

/** Puts a job into the list as it stands now. */
export function putJob(job: JobTold): void {
  const known = jobs.peek() ?? [];
  const there = known.some((one) => one.id === job.id);
  jobs.value = there ? known.map((one) => (one.id === job.id ? job : one)) : [job, ...known];
}

/** Opens a run in the app. */
export function openRun(id: string, on = "overview"): void {
  if (id !== runId.peek()) view.value = null;
  runId.value = id;
  screen.value = on;
}

/** Opens a scenario's tables. */
export function openScenario(name: string, version = ""): void {
  scenarioName.value = name;
  versionText.value = version;
  screen.value = "edit";
}

export function openJob(id: string): void {
  jobId.value = id;
  screen.value = "jobs";
}

/** The address of a state of the app, for links that can be opened in a tab of their own. */
export function address(settings: Record<string, string>): string {
  return `/app#${new URLSearchParams(settings).toString()}`;
}

/** Whether a refusal means that there is no such thing. */
export function isMissing(error: unknown): boolean {
  return error instanceof RefusedError && error.status === 404;
}

/** Keeps what the served app needs going: a sign of life of the server, and a warning before edits are lost. */
export function keepServed(): void {
  effect(() => {
    if (served.value) return keepInTouch();
    return undefined;
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved.peek().length > 0) event.preventDefault();
  });
}
