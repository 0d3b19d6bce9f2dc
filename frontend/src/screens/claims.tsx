/** What was claimed: every reading with its verdict, the inputs that decide it, and who said it. */
import type { JudgedClaim } from "../data/results";
import type { Claim, View } from "../data/view";
import { locator } from "../inputs/drawer";
import { countsOf } from "../results/hangs";
import { Jobs, Missing } from "../results/missing";
import { Readings } from "../results/readings";
import { linked } from "../state/link";
import { judged } from "../state/results";
import { view } from "../state/store";
import { words } from "../words/en";
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
          <Readings claim={shown} />
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
            <b>{one.id}</b> {[...countsOf(one.readings)].map(([verdict, many]) => `${many} ${verdict}`).join(" · ")}
          </button>
        </li>
      ))}
    </ul>
  );
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
      <Chain evidence={claim.evidence} record={record} />
    </section>
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
