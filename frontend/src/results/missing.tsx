/** What to do where the record holds no result of a verb; on the server, its finished jobs to choose from. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { chooseJob, finishedJobs, jobIds, jobs, resultProblem, type JobTold } from "../state/results";
import { served, view } from "../state/store";
import { words } from "../words/en";

interface Props {
  title: string;
  /** With SCENARIO where the scenario and its options stand. */
  command: string;
  server: string;
  /** Why a result that is at hand does not count. */
  reason?: string | null;
  /** Whether `report` takes the result up from a folder. */
  beside?: boolean;
}

export function Missing({ title, command, server, reason, beside }: Props) {
  const name = view.value?.scenario.name ?? "SCENARIO";
  const options = (view.value?.scenario.options ?? []).map((one) => ` --option ${one}`).join("");
  return (
    <section class="oa-card">
      <h2>{title}</h2>
      <p>{words.noResult}</p>
      {reason ? <p>{reason}</p> : null}
      {served.value ? (
        <p>{server}</p>
      ) : (
        <>
          <p>{words.byCommand}</p>
          <pre class="oa-code">
            <code>{command.replace("SCENARIO", `${name}${options}`)}</code>
          </pre>
          {beside ? <p>{words.takenUp}</p> : null}
        </>
      )}
    </section>
  );
}

/** Finished jobs of some verbs, of which one is chosen; nothing in a report. */
export function Jobs({ verbs }: { verbs: readonly string[] }) {
  const found = useSignal<JobTold[]>([]);
  const key = verbs.join(",");
  useEffect(() => {
    if (!served.peek()) return;
    let wanted = true;
    void finishedJobs(key.split(",")).then((told) => {
      if (wanted) found.value = told;
    });
    return () => {
      wanted = false;
    };
  }, [key, found]);
  if (!served.value) return null;
  const chosen = jobIds(jobs.value).find((id) => found.value.some((job) => job.id === id)) ?? "";
  return (
    <div class="oa-jobs">
      {found.value.length ? (
        <label>
          {words.resultOf}{" "}
          <select
            value={chosen}
            onChange={(event) => {
              if (event.currentTarget.value) chooseJob(event.currentTarget.value);
            }}
          >
            <option value="">{words.choose}</option>
            {found.value.map((job) => (
              <option key={job.id} value={job.id}>
                {words.jobNamed(job.verb, job.scenario, job.created)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {resultProblem.value ? <p role="alert">{resultProblem.value}</p> : null}
    </div>
  );
}
