/** Jobs: ask something, see how it goes, stop it with what it has, let it go on, look at what came out. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Issues } from "../parts/issues";
import { Progress, progressWords, useJob } from "../parts/progress";
import { VerbFields } from "../parts/verb_form";
import { hasEnded, inWords, type JobTold, RefusedError, server, type VerbTold } from "../server/api";
import { bodyOf, FieldError, type Fields } from "../server/forms";
import { address, jobId, jobs, loadVerbs, openJob, openRun, putJob, refresh, runs, scenarioName, scenarios, verbs } from "../server/state";
import { words } from "../words/en";
import { useLists, when, within } from "./runs";

const w = words.served;

/** Screens that show what a verb found, where it is no run. */
const SHOWN_ON: Record<string, string> = { judge: "claims", sensitivity: "tornado", tornado: "tornado", compare: "compare" };

function verbName(job: JobTold): string {
  return job.verb.replaceAll("-", " ");
}

function about(job: JobTold): string {
  if (job.scenario === null) return job.run_of?.slice(0, 6) ?? "";
  return job.version === null || job.version === 1 ? job.scenario : `${job.scenario}, v${job.version}`;
}

export function JobLine({ job }: { job: JobTold }) {
  return (
    <li>
      <span class="oa-grow">
        <a href={address({ screen: "jobs", task: job.id })} onClick={(event) => { within(event, () => { openJob(job.id); }); }}>
          {w.jobOf(verbName(job), about(job))}
        </a>{" "}
        <code>{job.id.slice(0, 6)}</code>
      </span>
      <span class={`oa-state oa-state-${job.state}`}>{w.states[job.state]}</span>
      <span class="oa-told">{hasEnded(job) ? when(job.created) : progressWords(job)}</span>
    </li>
  );
}

export function Jobs() {
  useLists();
  const chosen = jobId.value;
  return (
    <div class="oa-home">
      {chosen ? <OneJob key={chosen} id={chosen} /> : null}
      <section class="oa-card" aria-labelledby="all-jobs">
        <h2 id="all-jobs">{w.jobsTitle}</h2>
        {jobs.value === null ? <p>{w.loading}</p> : jobs.value.length === 0 ? <p>{w.jobsNone}</p> : null}
        <ul class="oa-list">
          {(jobs.value ?? []).map((job) => (
            <JobLine key={job.id} job={job} />
          ))}
        </ul>
      </section>
      <Ask />
    </div>
  );
}

function OneJob({ id }: { id: string }) {
  const { job, put } = useJob(id);
  const problem = useSignal("");
  if (job === undefined) return <section class="oa-card oa-wide">{w.loading}</section>;
  if (job === null) {
    return (
      <section class="oa-card oa-wide">
        <p role="alert">{w.jobGone}</p>
        <button type="button" onClick={() => { jobId.value = ""; }}>
          {w.back}
        </button>
      </section>
    );
  }
  const drop = () => {
    server.drop(id).then(
      () => {
        jobId.value = "";
        return refresh();
      },
      (error: unknown) => {
        problem.value = inWords(error);
      },
    );
  };
  return (
    <section class="oa-card oa-wide" aria-labelledby="one-job">
      <h2 id="one-job">{w.jobOf(verbName(job), about(job))}</h2>
      <Progress job={job} put={put} />
      {job.issues.length > 0 ? <Issues issues={job.issues} /> : null}
      <Results job={job} />
      <Facts job={job} />
      {problem.value ? (
        <p class="oa-fault" role="alert">
          {problem.value}
        </p>
      ) : null}
      <div class="oa-row">
        {hasEnded(job) ? (
          <button type="button" onClick={drop}>
            {w.drop}
          </button>
        ) : null}
        <button type="button" onClick={() => { jobId.value = ""; }}>
          {w.back}
        </button>
      </div>
    </section>
  );
}

export function Results({ job }: { job: JobTold }) {
  if (!job.has_result && !job.page && job.run === null) return null;
  const run = job.run;
  const on = SHOWN_ON[job.verb];
  return (
    <div>
      {job.partial ? <p class="oa-fault">{w.partial}</p> : null}
      <ul class="oa-links">
        {run === null ? null : (
          <li>
            <a href={address({ run })} onClick={(event) => { within(event, () => { openRun(run); }); }}>
              {w.openRun}
            </a>
          </li>
        )}
        {run === null && on !== undefined && job.has_result ? (
          <li>
            <a href={address({ screen: on, job: job.id })}>{w.resultApp}</a>
          </li>
        ) : null}
        {job.page ? (
          <li>
            <a href={`/api/jobs/${job.id}/page`}>{w.resultPage}</a>
          </li>
        ) : null}
        {run === null ? null : (
          <li>
            <a href={`/api/runs/${run}/files/report.html`}>{w.report}</a>
          </li>
        )}
        {job.has_result ? (
          <li>
            <a href={`/api/jobs/${job.id}/result`}>{w.resultJson}</a>
          </li>
        ) : null}
      </ul>
    </div>
  );
}

function Facts({ job }: { job: JobTold }) {
  const stated = Object.entries(job.settings)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return (
    <dl class="oa-facts">
      <div>
        <dt>{w.askedAt}</dt>
        <dd>{when(job.created)}</dd>
      </div>
      {job.ended === null ? null : (
        <div>
          <dt>{w.endedAt}</dt>
          <dd>{when(job.ended)}</dd>
        </div>
      )}
      {stated.length === 0 ? null : (
        <div>
          <dt>{w.askedWith}</dt>
          <dd>{stated.join(", ").slice(0, 300)}</dd>
        </div>
      )}
    </dl>
  );
}

const FIRST = ["run", "limits", "compare", "judge", "sensitivity", "plan"];

/** Verbs in the order of the list: those that most people ask for come first. */
export function ordered(all: readonly VerbTold[]): VerbTold[] {
  const rank = (verb: VerbTold) => (FIRST.includes(verb.slug) ? FIRST.indexOf(verb.slug) : FIRST.length);
  return [...all].sort((a, b) => rank(a) - rank(b));
}

function Ask() {
  const slug = useSignal("run");
  useEffect(() => {
    void loadVerbs();
  }, []);
  const known = verbs.value;
  const verb = known?.find((one) => one.slug === slug.value);
  return (
    <section class="oa-card" aria-labelledby="ask">
      <h2 id="ask">{w.ask}</h2>
      {known === null || verb === undefined ? (
        <p>{w.loading}</p>
      ) : (
        <>
          <div class="oa-field">
            <label for="ask-verb">{w.verb}</label>
            <select id="ask-verb" value={slug.value} onChange={(event) => { slug.value = event.currentTarget.value; }}>
              {ordered(known).map((one) => (
                <option key={one.slug} value={one.slug}>
                  {one.name}
                </option>
              ))}
            </select>
            <small>{verb.says}</small>
          </div>
          <VerbForm key={verb.slug} verb={verb} />
        </>
      )}
    </section>
  );
}

function VerbForm({ verb }: { verb: VerbTold }) {
  const fields = useSignal<Fields>({});
  const source = useSignal("");
  const problem = useSignal<RefusedError | string | null>(null);
  const fault = useSignal<{ field: string; words: string } | null>(null);
  const answer = useSignal<string | null>(null);
  const options = useSignal<{ name: string; title: string }[]>([]);
  const takesRun = verb.takes.includes("run");
  const chosen = source.value || (verb.takes.length > 0 ? `scenario:${scenarioName.value || (scenarios.value?.[0]?.name ?? "")}` : "");
  const scenario = chosen.startsWith("scenario:") ? chosen.slice(9) : "";
  const hasOptions = verb.settings.some((one) => one.name === "options" && one.kind === "names");
  useEffect(() => {
    options.value = [];
    if (!hasOptions || !scenario) return;
    let wanted = true;
    server.tables(scenario).then(
      (tables) => {
        if (wanted) options.value = tables.options;
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [scenario, hasOptions, options]);
  const send = (event: Event) => {
    event.preventDefault();
    problem.value = fault.value = answer.value = null;
    let body: Record<string, unknown>;
    try {
      body = bodyOf(verb.settings, fields.value);
    } catch (error) {
      if (error instanceof FieldError) fault.value = { field: error.field, words: error.message };
      else problem.value = inWords(error);
      return;
    }
    if (scenario) body.scenario = scenario;
    else if (chosen) body.run = chosen.slice(4);
    const failed = (error: unknown) => {
      problem.value = error instanceof RefusedError ? error : inWords(error);
    };
    if (!verb.job) {
      server.atOnce(verb.slug, body).then((record) => {
        answer.value = JSON.stringify(record, null, 1);
      }, failed);
      return;
    }
    server.start(verb.slug, body).then((job) => {
      putJob(job);
      openJob(job.id);
      document.getElementById("content")?.focus();
    }, failed);
  };
  const said = problem.value;
  return (
    <form onSubmit={send} noValidate>
      {verb.takes.length > 0 ? (
        <div class="oa-field">
          <label for="ask-about">{w.about}</label>
          <select id="ask-about" value={chosen} onChange={(event) => { source.value = event.currentTarget.value; }}>
            <optgroup label={w.scenariosTitle}>
              {(scenarios.value ?? []).map((one) => (
                <option key={one.name} value={`scenario:${one.name}`}>
                  {one.name}
                </option>
              ))}
            </optgroup>
            {takesRun ? (
              <optgroup label={w.runsTitle}>
                {(runs.value ?? []).filter((one) => one.finished).map((one) => (
                  <option key={one.id} value={`run:${one.id}`}>
                    {`${one.scenario ?? ""} · ${one.id.slice(0, 6)}`}
                  </option>
                ))}
              </optgroup>
            ) : null}
          </select>
        </div>
      ) : null}
      <VerbFields
        id={`ask-${verb.slug}`}
        settings={verb.settings}
        options={options.value}
        fields={fields.value}
        fault={fault.value}
        put={(name, text) => {
          fields.value = { ...fields.value, [name]: text };
        }}
      />
      {said === null ? null : (
        <div role="alert">
          <p class="oa-fault">{typeof said === "string" ? said : said.message}</p>
          {typeof said === "string" ? null : (
            <ul class="oa-issues">
              {said.issues.map((issue, index) => (
                <li key={index}>
                  <b>{issue.column}</b> <span>{issue.what}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      <button type="submit" class="oa-primary">
        {w.start}
      </button>
      {answer.value === null ? null : (
        // A region that scrolls has to be reached by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre class="oa-answer" tabIndex={0} aria-label={w.answer}>
          {answer.value}
        </pre>
      )}
    </form>
  );
}
