/** How a job goes, with the buttons that stop it and let it go on. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { span } from "../format/units";
import { canResume, hasEnded, inWords, type JobTold, server, watchJob } from "../server/api";
import { putJob } from "../server/state";
import { words } from "../words/en";

const w = words.served;

/** Watches a job while it goes; `null` means that it is gone. */
export function useJob(id: string): { job: JobTold | null | undefined; put: (job: JobTold) => void } {
  const job = useSignal<JobTold | null | undefined>(undefined);
  const attempt = useSignal(0);
  const round = attempt.value;
  useEffect(() => {
    if (!id) return;
    return watchJob(
      id,
      (told) => {
        job.value = told;
        putJob(told);
      },
      () => {
        job.value = null;
      },
    );
  }, [id, round, job]);
  return {
    job: job.value,
    put: (told) => {
      job.value = told;
      putJob(told);
      attempt.value += 1;
    },
  };
}

export function progressWords(job: JobTold): string {
  if (job.state === "waiting") return w.ahead(job.ahead);
  const told = job.progress ?? { what: w.starting, done: 0, total: 0, left_s: null };
  const step = w.step(told.what, told.done, told.total);
  return told.left_s === null ? step : `${step}, ${w.left(span(Math.max(told.left_s, 60)))}`;
}

export function Progress({ job, put }: { job: JobTold; put: (job: JobTold) => void }) {
  const problem = useSignal("");
  const act = (doing: Promise<JobTold>) => {
    problem.value = "";
    doing.then(put, (error: unknown) => {
      problem.value = inWords(error);
    });
  };
  const told = job.progress;
  const known = told !== null && told.total > 0;
  return (
    <div class="oa-progress">
      <p role="status">
        {w.state}: <b class={`oa-state oa-state-${job.state}`}>{w.states[job.state]}</b>
        {job.stopping && !hasEnded(job) ? ` – ${w.stopping}` : ""}
      </p>
      {hasEnded(job) ? null : (
        <>
          <progress aria-label={w.progressOf(job.verb)} {...(known ? { max: told.total, value: told.done } : {})} />
          <p class="oa-told">{progressWords(job)}</p>
        </>
      )}
      {job.error ? <p class="oa-fault">{job.error}</p> : null}
      {job.state === "interrupted" ? <p>{w.interruptedHint}</p> : null}
      {problem.value ? (
        <p class="oa-fault" role="alert">
          {problem.value}
        </p>
      ) : null}
      <div class="oa-row">
        {hasEnded(job) ? null : (
          <button type="button" disabled={job.stopping} onClick={() => { act(server.cancel(job.id)); }}>
            {w.stop}
          </button>
        )}
        {canResume(job) ? (
          <button type="button" onClick={() => { act(server.resume(job.id)); }}>
            {w.resume}
          </button>
        ) : null}
      </div>
    </div>
  );
}
