/** What was claimed: every reading with its verdict, the inputs that decide it, and who said it. */
import type { JudgedClaim, Reading } from "../data/results";
import type { Claim, View } from "../data/view";
import { locator } from "../inputs/drawer";
import { Pill } from "../inputs/pill";
import { percent } from "../format/units";
import { Jobs, Missing } from "../results/missing";
import { answer, probabilityWords, rangeWords, readingWords, verdictWords } from "../results/told";
import { linked } from "../state/link";
import { judged } from "../state/results";
import { profile, screen, view } from "../state/store";
import { words } from "../words/en";
import { InputLink } from "./tornado";
import "../style/results.css";

const chosen = linked("claim");

export function Claims() {
  const found = judged.value;
  const record = view.value;
  const stated = Object.values(record?.book.claims ?? {});
  const shown = found?.claims.find((one) => one.id === chosen.value) ?? found?.claims[0];
  return (
    <>
      <Jobs verbs={["judge"]} />
      {found && shown ? (
        <>
          <section class="oa-card">
            <h2>{words.claims}</h2>
            <p>{words.caution}</p>
            {found.complete ? null : <p>{words.stoppedEarly}</p>}
            <p>{words.judgedOn(found.runs, found.seed, found.inputs_with_range, found.draws)}</p>
            <Choice claims={found.claims} shown={shown} />
          </section>
          <One claim={shown} record={record} />
        </>
      ) : (
        <>
          <Missing
            title={words.claims}
            reason={record?.summary.claims?.reason ?? null}
            command={record?.summary.claims?.command ?? "openairlift judge SCENARIO --out DIR"}
            server={words.judgeJob}
          />
          {stated.length ? <Stated claims={stated} /> : <p>{words.noClaims}</p>}
        </>
      )}
    </>
  );
}

function Choice({ claims, shown }: { claims: readonly JudgedClaim[]; shown: JudgedClaim }) {
  if (claims.length < 2) return null;
  return (
    <ul class="oa-plain oa-choices">
      {claims.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            aria-pressed={one.id === shown.id}
            onClick={() => {
              chosen.value = one.id;
            }}
          >
            <b>{one.id}</b> {counted(one.readings)}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Says how many readings have which verdict. */
export function counted(readings: readonly Reading[]): string {
  const counts = new Map<string, number>();
  for (const row of readings) {
    const verdict = row.verdict ?? words.notJudged;
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return [...counts].map(([verdict, many]) => `${many} ${verdict}`).join(", ");
}

function Stated({ claims }: { claims: readonly Claim[] }) {
  return (
    <section class="oa-card">
      <h2>{words.statedClaims}</h2>
      <ul class="oa-plain">
        {claims.map((one) => (
          <li key={one.id}>
            <b>{one.id}</b> {one.says} <Chain evidence={one.evidence} record={view.value} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ claim, record }: { claim: JudgedClaim; record: View | null }) {
  return (
    <section class="oa-card" aria-labelledby="claim-title">
      <h2 id="claim-title">
        {claim.id}: {claim.says}
      </h2>
      <p>
        <code class="oa-test">{claim.test}</code>
      </p>
      {claim.note ? <p class="oa-soft">{claim.note}</p> : null}
      <p>
        {words.readings(claim.readings.length)} {counted(claim.readings)}
      </p>
      <Chain evidence={claim.evidence} record={record} />
      <ul class="oa-plain oa-readings">
        {grouped(claim.readings, (row) => verdictWords(row, profile.value)).map((group) => (
          <ReadingRow key={group.key} claim={claim} rows={group.rows} />
        ))}
      </ul>
    </section>
  );
}

/** Returns readings that can't be tested for one and the same reason as one. */
export function grouped(rows: readonly Reading[], told: (row: Reading) => string): { key: string; rows: Reading[] }[] {
  const found = new Map<string, Reading[]>();
  for (const row of rows) {
    const key = row.verdict === "untestable" ? told(row) : readingWords(row);
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found].map(([key, alike]) => ({ key, rows: alike }));
}

function ReadingRow({ claim, rows }: { claim: JudgedClaim; rows: Reading[] }) {
  const row = rows[0];
  if (!row) return null;
  const shown = profile.value;
  return (
    <li class={`oa-reading oa-verdict-${(row.verdict ?? "none").replaceAll(" ", "-")}`}>
      <p>
        <b class="oa-verdict">{row.verdict ?? words.notJudged}</b>{" "}
        {rows.length > 1 ? words.readings(rows.length) : readingWords(row)}
      </p>
      <p>{verdictWords(row, shown)}</p>
      {row.probability !== null ? <Chance row={row} /> : null}
      {probabilityWords(row, shown).length ? <p>{probabilityWords(row, shown).join("; ")}.</p> : null}
      {row.deciding.length ? (
        <details>
          <summary>{words.decidedBy(row.deciding.length)}</summary>
          <ul class="oa-plain">
            {row.deciding.map((item) => (
              <li key={item.input}>
                <InputLink name={item.input} /> <Pill basis={item.basis} /> {item.grades.join(", ")}{" "}
                {words.ends(
                  rangeWords(item, "low"), answer(item.at_low, row.unit, shown), rangeWords(item, "high"), answer(item.at_high, row.unit, shown),
                )}
              </li>
            ))}
          </ul>
          <button
            type="button"
            onClick={() => {
              linked("of").value = `${claim.id}:${claim.readings.indexOf(row)}`;
              screen.value = "tornado";
            }}
          >
            {words.asTornado}
          </button>
        </details>
      ) : row.probability !== null ? (
        <p class="oa-soft">{words.nothingDecides}</p>
      ) : null}
    </li>
  );
}

/** The probability as a bar with its interval; the words beside it say the same. */
function Chance({ row }: { row: Reading }) {
  const chance = row.probability ?? 0;
  return (
    <div class="oa-track oa-chance" aria-hidden="true" title={percent(chance)}>
      <span class="oa-bar oa-own" style={{ left: "0%", width: `${100 * chance}%` }} />
      {row.interval ? (
        <span class="oa-error" style={{ left: `${100 * row.interval.low}%`, width: `${100 * (row.interval.high - row.interval.low)}%` }} />
      ) : null}
    </div>
  );
}

function Chain({ evidence, record }: { evidence: readonly string[]; record: View | null }) {
  if (!evidence.length) return null;
  return (
    <details>
      <summary>{words.whoSaid}</summary>
      {evidence.map((id) => {
        const one = record?.book.evidence[id];
        if (!one) return <p key={id}>{id}</p>;
        const source = record.book.sources[one.source];
        return (
          <div key={id} class="oa-piece">
            <p>
              <b>{id}</b> {one.says}
            </p>
            {one.exact ? <blockquote>{one.exact}</blockquote> : null}
            <p class="oa-soft">
              {source?.title ?? one.source} · {locator(one)} {one.grade ? `· ${one.grade} (${one.grade_words ?? ""})` : ""} {one.state ? `· ${one.state}` : ""}
            </p>
            <ol class="oa-chain">
              {one.chain.map((link, index) => (
                <li key={index}>
                  <b>{link.who}</b> {link.mode} {link.on} {link.unidentified ? `(${words.unidentified})` : ""}
                </li>
              ))}
            </ol>
          </div>
        );
      })}
    </details>
  );
}
