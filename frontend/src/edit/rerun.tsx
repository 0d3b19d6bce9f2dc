/** Run the scenario as it is saved: with progress, to be stopped, and with a link that compares old and new. */
import { useSignal } from "@preact/signals";
import { count } from "./draft";
import { save } from "./desk";
import { Progress, useJob } from "../parts/progress";
import { OptionBoxes, VerbFields } from "../parts/verb_form";
import { inWords, type JobTold, server, type SettingTold } from "../server/api";
import { bodyOf, FieldError, type Fields } from "../server/forms";
import { address, type Desk, folderParts, jobId, loadVerbs, openRun, putJob, runs, verbs } from "../server/state";
import { linked } from "../state/link";
import { runId, view } from "../state/store";
import { words } from "../words/en";
import { useEffect } from "preact/hooks";
import { within } from "../screens/runs";

const w = words.served;
const ASKED = ["runs", "seed", "effort"];

/** The run that a new one is compared with. */
const before = linked("before");

/** Returns the newest run of a scenario, or the one that is open where it is one of it. */
function runBefore(name: string): string {
  if (view.value && runId.value && folderParts(view.value.scenario.name).name === name) return runId.value;
  return runs.value?.find((run) => run.finished && run.scenario !== null && folderParts(run.scenario).name === name)?.id ?? "";
}

function startFields(name: string): Fields {
  const open = view.peek();
  if (!open || folderParts(open.scenario.name).name !== name) return {};
  return { runs: String(open.study.runs), seed: String(open.study.seed), options: open.scenario.options.join(",") };
}

export function Rerun({ name, desk, readOnly }: { name: string; desk: Desk; readOnly: boolean }) {
  const fields = useSignal<Fields>(startFields(name));
  const problem = useSignal("");
  const fault = useSignal<{ field: string; words: string } | null>(null);
  const starting = useSignal(false);
  useEffect(() => {
    void loadVerbs();
  }, []);
  const settings: SettingTold[] = verbs.value?.find((verb) => verb.slug === "run")?.settings.filter((one) => one.name !== "options") ?? [];
  const changes = count(desk.draft);
  const faulty = desk.check?.issues.some((issue) => issue.severity === "error") ?? false;
  const put = (field: string, text: string) => {
    fields.value = { ...fields.value, [field]: text };
  };
  const start = async () => {
    const options = (fields.value.options ?? "").split(",").filter((word) => word !== "");
    const asked = settings.filter((one) => ASKED.includes(one.name));
    const body = { ...bodyOf(asked, fields.value), ...(options.length > 0 ? { options } : {}) };
    let version = desk.tables.version;
    if (changes > 0 && !readOnly) {
      const saved = await save(name);
      if (saved === null) return;
      version = saved;
    }
    const old = runBefore(name);
    const job = await server.start("run", { scenario: name, version, ...body });
    putJob(job);
    before.value = old;
    jobId.value = job.id;
  };
  const send = (event: Event) => {
    event.preventDefault();
    problem.value = "";
    fault.value = null;
    starting.value = true;
    start()
      .catch((error: unknown) => {
        if (error instanceof FieldError) fault.value = { field: error.field, words: error.message };
        else problem.value = inWords(error);
      })
      .finally(() => {
        starting.value = false;
      });
  };
  return (
    <section class="oa-card" aria-labelledby="rerun">
      <h2 id="rerun">{w.rerunTitle}</h2>
      <p class="oa-told">{w.rerunHint}</p>
      <form onSubmit={send} noValidate>
        <VerbFields id="rerun" settings={settings.filter((one) => ASKED.includes(one.name))} options={[]} fields={fields.value} fault={fault.value} put={put} />
        {desk.tables.options.length > 0 ? <OptionBoxes id="rerun" options={desk.tables.options} text={fields.value.options ?? ""} put={put} /> : null}
        {problem.value ? (
          <p class="oa-fault" role="alert">
            {problem.value}
          </p>
        ) : null}
        <button type="submit" class="oa-primary" disabled={faulty || starting.value || settings.length === 0 || (changes > 0 && desk.check === null)}>
          {changes > 0 && !readOnly ? w.saveAndRun : w.runNow}
        </button>
      </form>
      {jobId.value ? <Going key={jobId.value} id={jobId.value} name={name} /> : null}
    </section>
  );
}

function Going({ id, name }: { id: string; name: string }) {
  const { job, put } = useJob(id);
  if (!job || job.verb !== "run" || job.scenario !== name) return null;
  return (
    <div class="oa-going">
      <Progress job={job} put={put} />
      <Outcome job={job} />
    </div>
  );
}

function Outcome({ job }: { job: JobTold }) {
  const run = job.run;
  if (run === null) return null;
  const old = before.value;
  return (
    <div class="oa-row">
      {job.partial ? <p class="oa-fault">{w.partial}</p> : null}
      <a class="oa-primary" href={address({ run })} onClick={(event) => { within(event, () => { openRun(run); }); }}>
        {w.openRun}
      </a>
      {old && old !== run ? <a href={address({ screen: "compare", run: old, against: run })}>{w.compareBefore}</a> : null}
    </div>
  );
}
