/** What one unit more of each resource brings: the record of the verb `limits`, which a server computes as a job. */

export interface Gain {
  mean: number;
  low: number;
  high: number;
}

export interface ReliefRow {
  resource: string;
  place: string | null;
  name: string;
  added: string;
  plan: string | null;
  relief: Gain | null;
  distinguishable: boolean;
}

export interface ReliefFound {
  /** "closure" = hours by which it closes earlier; else what more is there by the horizon, in the meter's unit. */
  measure: string;
  meter: string | null;
  noise_floor: number;
  complete: boolean;
  relief: ReliefRow[];
}

export interface Job {
  id: string;
  state: string;
  error: string | null;
  has_result: boolean;
  progress: { what: string; done: number; total: number } | null;
}

async function answered(path: string, asked?: RequestInit): Promise<unknown> {
  const answer = await fetch(path, { ...asked, headers: { accept: "application/json", ...(asked?.body ? { "content-type": "application/json" } : {}) } });
  const told: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error((told as { error?: string } | null)?.error ?? `The server answers ${answer.status}.`);
  return told;
}

/** Lets the server find what limits a run, and returns the job. */
export async function askRelief(run: string): Promise<Job> {
  return (await answered("/api/verbs/limits", { method: "POST", body: JSON.stringify({ run }) })) as Job;
}

export async function jobOf(id: string): Promise<Job> {
  return (await answered(`/api/jobs/${encodeURIComponent(id)}`)) as Job;
}

export async function reliefOf(id: string): Promise<ReliefFound> {
  return (await answered(`/api/jobs/${encodeURIComponent(id)}/result`)) as ReliefFound;
}
