/** Home of the served app: stored runs, scenarios with their versions, an example to start from. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { inWords, type RunTold, server } from "../server/api";
import { address, folderParts, jobs, openRun, openScenario, refresh, runs, scenarioName, scenarios } from "../server/state";
import { runId, screen } from "../state/store";
import { words } from "../words/en";
import { JobLine } from "./jobs";

const w = words.served;
const EVERY_MS = 5000;
const RECENT = 5;

/** Returns a moment of the server as a person reads it. */
export function when(moment: string | null): string {
  return moment === null ? "–" : `${moment.slice(0, 16).replace("T", " ")} UTC`;
}

/** Asks for the lists now and then while a screen shows them. */
export function useLists(): void {
  useEffect(() => {
    void refresh();
    const timer = setInterval(() => {
      if (!document.hidden) void refresh();
    }, EVERY_MS);
    return () => { clearInterval(timer); };
  }, []);
}

/** Follows a link inside of the app, unless it is to be opened in a tab of its own. */
export function within(event: MouseEvent, go: () => void): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  go();
}

export function Runs() {
  useLists();
  return (
    <div class="oa-home">
      <RunList />
      <ScenarioList />
      <Start />
      <section class="oa-card" aria-labelledby="recent-jobs">
        <h2 id="recent-jobs">{w.jobsTitle}</h2>
        {jobs.value === null ? <p>{w.loading}</p> : jobs.value.length === 0 ? <p>{w.jobsNone}</p> : null}
        <ul class="oa-list">
          {(jobs.value ?? []).slice(0, RECENT).map((job) => (
            <JobLine key={job.id} job={job} />
          ))}
        </ul>
        <p>
          <button type="button" class="oa-textlink" onClick={() => { screen.value = "jobs"; }}>
            {w.allJobs}
          </button>
          {" · "}
          <a href="/?forms=1">{w.plainPages}</a>
        </p>
      </section>
    </div>
  );
}

function RunList() {
  const found = runs.value;
  return (
    <section class="oa-card oa-wide" aria-labelledby="stored-runs">
      <h2 id="stored-runs">{w.runsTitle}</h2>
      {found === null ? <p>{w.loading}</p> : found.length === 0 ? <p>{w.runsNone}</p> : <RunTable found={found} />}
    </section>
  );
}

function RunTable({ found }: { found: RunTold[] }) {
  return (
    // A region that scrolls has to be reached by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div class="oa-scroll" tabIndex={0} role="region" aria-label={w.runsOf(found.length)}>
      <table class="oa-table">
        <thead>
          <tr>
            <th scope="col">{w.what}</th>
            <th scope="col">{w.scenario}</th>
            <th scope="col">{w.counted}</th>
            <th scope="col">{w.when}</th>
            <th scope="col">
              <span class="oa-hidden">{w.open}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RunRow({ run }: { run: RunTold }) {
  const of = folderParts(run.scenario ?? "");
  const options = run.options?.length ? ` + ${run.options.join(", ")}` : "";
  return (
    <tr aria-current={run.id === runId.value ? "true" : undefined}>
      <td>
        {run.finished ? (
          <a href={address({ run: run.id })} onClick={(event) => { within(event, () => { openRun(run.id); }); }}>
            {run.title}
          </a>
        ) : (
          w.unfinished
        )}{" "}
        <code>{run.id.slice(0, 6)}</code>
      </td>
      <td>{run.scenario === null ? "–" : `${of.name}, v${of.version}${options}`}</td>
      <td class="oa-number">
        {run.runs} · {run.seed}
      </td>
      <td class="oa-number">{when(run.at)}</td>
      <td>{run.finished ? <a href={`/api/runs/${run.id}/files/report.html`} aria-label={`${w.report} ${run.id.slice(0, 6)}`}>{w.report}</a> : null}</td>
    </tr>
  );
}

function ScenarioList() {
  const found = scenarios.value;
  return (
    <section class="oa-card" aria-labelledby="all-scenarios">
      <h2 id="all-scenarios">{w.scenariosTitle}</h2>
      <p>{w.scenarioHint}</p>
      {found === null ? <p>{w.loading}</p> : null}
      <ul class="oa-list">
        {(found ?? []).map((one) => {
          const newest = one.versions.at(-1) ?? 1;
          return (
            <li key={one.name}>
              <span class="oa-grow">
                <a
                  href={address({ screen: "edit", scenario: one.name })}
                  onClick={(event) => { within(event, () => { openScenario(one.name); }); }}
                >
                  {one.name}
                </a>{" "}
                <span class="oa-tag">{one.shipped ? w.shipped : w.yours}</span>
              </span>
              {one.versions.length > 1 ? (
                <span>
                  {w.versions}:{" "}
                  {one.versions.map((version) => (
                    <a
                      key={version}
                      class="oa-version"
                      href={address({ screen: "edit", scenario: one.name, ...(version === newest ? {} : { version: String(version) }) })}
                      onClick={(event) => {
                        within(event, () => { openScenario(one.name, version === newest ? "" : String(version)); });
                      }}
                    >
                      {version}
                    </a>
                  ))}
                </span>
              ) : null}
              <button
                type="button"
                aria-label={`${w.runIt} ${one.name}`}
                onClick={() => {
                  scenarioName.value = one.name;
                  screen.value = "jobs";
                }}
              >
                {w.runIt}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Start() {
  const problem = useSignal("");
  const example = useSignal("");
  const name = useSignal("");
  const shipped = (scenarios.value ?? []).filter((one) => one.shipped);
  const copy = (event: Event) => {
    event.preventDefault();
    const chosen = example.value || (shipped[0]?.name ?? "");
    problem.value = "";
    server.copy(name.value.trim(), chosen).then(
      async (made) => {
        await refresh();
        openScenario(made.name);
      },
      (error: unknown) => {
        problem.value = inWords(error);
      },
    );
  };
  return (
    <section class="oa-card" aria-labelledby="start-from">
      <h2 id="start-from">{w.startTitle}</h2>
      <p>{w.startHint}</p>
      <form class="oa-form" onSubmit={copy}>
        <div class="oa-field">
          <label for="start-example">{w.example}</label>
          <select id="start-example" value={example.value || (shipped[0]?.name ?? "")} onChange={(event) => { example.value = event.currentTarget.value; }}>
            {shipped.map((one) => (
              <option key={one.name} value={one.name}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
        <div class="oa-field">
          <label for="start-name">{w.copyName}</label>
          <input
            id="start-name"
            type="text"
            required
            maxLength={60}
            value={name.value}
            autocomplete="off"
            onInput={(event) => { name.value = event.currentTarget.value; }}
          />
        </div>
        <button type="submit">{w.copy}</button>
      </form>
      {problem.value ? (
        <p class="oa-fault" role="alert">
          {problem.value}
        </p>
      ) : null}
    </section>
  );
}
