/** Asking the server this page came from. What is lost or refused is said, never silent. */
import { signal } from "@preact/signals";

export interface Cell {
  table: string;
  at: number | null;
  key: string;
  column: string | null;
}

export interface Issue {
  severity: "error" | "warning";
  file: string;
  row: number | null;
  column: string | null;
  what: string;
  got: string | null;
  allowed: string | null;
  nearest: string | null;
  cell?: Cell | null;
}

export interface ScenarioTold {
  name: string;
  shipped: boolean;
  versions: number[];
}

export interface RunTold {
  id: string;
  runs: number;
  seed: number;
  version: string;
  finished: boolean;
  at: string | null;
  title: string | null;
  scenario: string | null;
  options: string[] | null;
}

export type JobState = "waiting" | "running" | "done" | "stopped" | "failed" | "interrupted";

export interface Progress {
  what: string;
  done: number;
  total: number;
  left_s: number | null;
}

export interface JobTold {
  id: string;
  verb: string;
  scenario: string | null;
  version: number | null;
  run_of: string | null;
  settings: Record<string, unknown>;
  created: string;
  begun: string | null;
  ended: string | null;
  state: JobState;
  attempts: number;
  error: string | null;
  issues: Issue[];
  run: string | null;
  partial: boolean;
  page: boolean;
  has_result: boolean;
  stopping: boolean;
  ahead: number;
  progress: Progress | null;
}

export interface SettingTold {
  name: string;
  says: string;
  kind: string;
  low: number | null;
  high: number | null;
  above: boolean;
  choices: string[];
  default: unknown;
  required: boolean;
}

export interface VerbTold {
  name: string;
  slug: string;
  says: string;
  takes: string[];
  job: boolean;
  page: boolean;
  resumes: boolean;
  settings: SettingTold[];
}

export interface Check {
  valid: boolean;
  issues: Issue[];
}

export interface Column {
  name: string;
  says: string;
  form: string;
  choices: string[];
  required: boolean;
  key: boolean;
  stated: boolean;
}

export interface Row {
  key: string;
  line: number | null;
  cells: Record<string, string>;
  twice?: boolean;
  says?: string;
  form?: string;
  choices?: string[];
}

export interface Table {
  name: string;
  file: string;
  says: string;
  there: boolean;
  columns: Column[];
  rows: Row[];
}

export interface Tables {
  name: string;
  version: number;
  newest: number;
  folder: string;
  tag: string;
  tables: Table[];
  held: Record<string, string>;
  options: { name: string; title: string }[];
  check: Check;
}

export interface Made {
  made: boolean;
  version?: number;
  tag?: string;
  check: Check;
}

/** The server refused: with the status, and what is wrong at which cell. */
export class RefusedError extends Error {
  constructor(
    readonly status: number,
    words: string,
    readonly issues: Issue[] = [],
  ) {
    super(words);
  }
}

/** No answer came. */
export class LostError extends Error {}

/** Whether the server does not answer; the page says so until it does. */
export const lost = signal(false);

/** Whether the server asks for its token anew. */
export const loggedOut = signal(false);

interface Asked {
  body?: unknown;
  match?: string;
}

/** Asks the server, and returns its answer as read from JSON. */
export async function ask<T>(method: "GET" | "POST" | "DELETE", path: string, { body, match }: Asked = {}): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["x-openairlift"] = "app";
  if (body !== undefined) headers["content-type"] = "application/json";
  if (match !== undefined) headers["if-match"] = `"${match}"`;
  const sent: RequestInit = { method, headers };
  if (body !== undefined) sent.body = JSON.stringify(body);
  let answer: Response;
  try {
    answer = await fetch(path, sent);
  } catch {
    lost.value = true;
    throw new LostError("The server does not answer.");
  }
  lost.value = false;
  const told = (await answer.json().catch(() => null)) as (T & { error?: string; issues?: Issue[] }) | null;
  if (answer.status === 401) loggedOut.value = true;
  if (!answer.ok || told === null) {
    throw new RefusedError(answer.status, told?.error ?? `The server answers ${answer.status}.`, told?.issues);
  }
  loggedOut.value = false;
  return told;
}

const part = encodeURIComponent;

export const server = {
  scenarios: async () => (await ask<{ scenarios: ScenarioTold[] }>("GET", "/api/scenarios")).scenarios,
  runs: async () => (await ask<{ runs: RunTold[] }>("GET", "/api/runs")).runs,
  jobs: async () => (await ask<{ jobs: JobTold[] }>("GET", "/api/jobs")).jobs,
  job: (id: string) => ask<JobTold>("GET", `/api/jobs/${part(id)}`),
  verbs: async () => (await ask<{ verbs: VerbTold[] }>("GET", "/api/verbs")).verbs,
  tables: (name: string, version?: number) =>
    ask<Tables>("GET", `/api/scenarios/${part(name)}/tables${version ? `?version=${version}` : ""}`),
  copy: (name: string, example: string) => ask<{ name: string }>("POST", "/api/scenarios", { body: { name, example } }),
  edit: (name: string, tag: string, body: unknown) =>
    ask<Made>("POST", `/api/scenarios/${part(name)}/edits`, { body, match: tag }),
  start: (slug: string, body: unknown) => ask<JobTold>("POST", `/api/verbs/${part(slug)}`, { body }),
  atOnce: (slug: string, body: unknown) => ask<unknown>("POST", `/api/verbs/${part(slug)}`, { body }),
  cancel: (id: string) => ask<JobTold>("POST", `/api/jobs/${part(id)}/cancel`, { body: {} }),
  resume: (id: string) => ask<JobTold>("POST", `/api/jobs/${part(id)}/resume`, { body: {} }),
  drop: (id: string) => ask<unknown>("DELETE", `/api/jobs/${part(id)}`),
};

const ENDED: readonly JobState[] = ["done", "stopped", "failed", "interrupted"];
const RESUMABLE: readonly JobState[] = ["stopped", "failed", "interrupted"];

export function hasEnded(job: JobTold): boolean {
  return ENDED.includes(job.state);
}

export function canResume(job: JobTold): boolean {
  return RESUMABLE.includes(job.state);
}

const AGAIN_MS = 2000;

/** Tells how a job goes, until it has ended or nobody listens any more; goes on by itself when the server is back. */
export function watchJob(id: string, told: (job: JobTold) => void, gone: () => void = () => undefined): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const stop = () => {
    over = true;
    clearTimeout(again);
    source?.close();
  };
  const heard = (job: JobTold) => {
    if (over) return;
    told(job);
    if (hasEnded(job)) stop();
  };
  const listen = () => {
    source = new EventSource(`/api/jobs/${part(id)}/events`);
    source.addEventListener("job", (event) => {
      lost.value = false;
      heard(JSON.parse((event as MessageEvent<string>).data) as JobTold);
    });
    source.addEventListener("gone", () => {
      stop();
      gone();
    });
    source.onerror = () => {
      source?.close();
      if (!over) again = setTimeout(look, AGAIN_MS);
    };
  };
  // A stream that broke off: ask first, which tells a lost server from a job that is gone, and listen again after.
  const look = () => {
    server.job(id).then(
      (job) => {
        heard(job);
        if (!over) listen();
      },
      (error: unknown) => {
        if (over) return;
        if (error instanceof RefusedError && error.status === 404) {
          stop();
          gone();
        } else again = setTimeout(look, AGAIN_MS);
      },
    );
  };
  listen();
  return stop;
}

/** Returns an error in words. */
export function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const BEAT_MS = 10_000;

/** Asks now and then whether the server is there; more often while it is not. */
export function keepInTouch(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const beat = () => {
    if (document.hidden && !lost.peek()) {
      timer = setTimeout(beat, BEAT_MS);
      return;
    }
    ask("GET", "/api/")
      .catch(() => undefined)
      .finally(() => {
        timer = setTimeout(beat, lost.peek() ? AGAIN_MS : BEAT_MS);
      });
  };
  timer = setTimeout(beat, BEAT_MS);
  return () => { clearTimeout(timer); };
}
