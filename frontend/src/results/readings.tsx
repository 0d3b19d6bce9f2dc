/** The readings of a claim: on what the verdict hangs, a filter, and a table with a line a reading. */
import { useEffect } from "preact/hooks";
import type { Deciding, JudgedClaim, Reading } from "../data/results";
import { Pill } from "../inputs/pill";
import { percent } from "../format/units";
import { Head } from "../parts/head";
import { linked } from "../state/link";
import { profile, screen } from "../state/store";
import { words } from "../words/en";
import { InputLink } from "../screens/tornado";
import { filterOf, filterText, fits, fixedParts, partsOf, valueOf, VERDICT, verdictOf, waysOf, countsOf, type Filter, type Part } from "./hangs";
import { answer, probabilityWords, rangeWords, verdictWords } from "./told";
import "../style/claims.css";

const FIRST = 60;

const filterText_ = linked("readings");
const open = linked("reading");
const most = linked("rows");

export function Readings({ claim }: { claim: JudgedClaim }) {
  const filter = filterOf(filterText_.value);
  const parts = partsOf(claim.readings);
  const found = claim.readings.flatMap((row, index) => (fits(row, filter) ? [{ row, index }] : []));
  return (
    <>
      <Hangs rows={claim.readings} parts={parts} filter={filter} />
      <section class="oa-card" aria-labelledby="readings-title">
        <h2 id="readings-title">{words.allReadings}</h2>
        <Choose rows={claim.readings} parts={parts} filter={filter} />
        <p class="oa-count" role="status">
          {words.readingsShown(found.length, claim.readings.length)}{" "}
          {filter.size ? (
            <button type="button" onClick={() => { filterText_.value = ""; }}>
              {words.clear}
            </button>
          ) : null}
        </p>
        <Table claim={claim} parts={parts} found={found} />
      </section>
    </>
  );
}

function narrow(filter: Filter, name: string, value: string): void {
  const next = new Map(filter);
  if (value === "" || next.get(name) === value) next.delete(name);
  else next.set(name, value);
  filterText_.value = filterText(next);
}

/** On which parts of the reading the verdict hangs, and what it takes. */
function Hangs({ rows, parts, filter }: { rows: readonly Reading[]; parts: readonly Part[]; filter: Filter }) {
  const fixed = fixedParts(rows);
  const still = parts.filter((one) => one.changed === 0);
  return (
    <section class="oa-card" aria-labelledby="hangs-title">
      <h2 id="hangs-title">{words.hangs.title}</h2>
      <Split counts={countsOf(rows)} />
      {rows.length > 1 ? (
        <ul class="oa-plain">
          {parts.filter((one) => one.changed > 0).map((one) => (
            <li key={one.name}>{words.hangs.changes(one.name, one.changed, one.pairs)}</li>
          ))}
          {still.length ? <li>{words.hangs.never(still.map((one) => one.name))}</li> : null}
          {fixed.length ? <li class="oa-soft">{words.hangs.fixed(fixed.map(([name, value]) => `${name} ${value}`).join(" · "))}</li> : null}
        </ul>
      ) : null}
      {parts.length ? (
        <div class="oa-parts">
          {parts.map((part) => (
            <div key={part.name} class="oa-part" role="group" aria-label={part.name}>
              <h3>{part.name}</h3>
              {part.values.map(({ value, counts }) => (
                <div key={value} class="oa-part-value">
                  <button type="button" class="oa-small" aria-pressed={filter.get(part.name) === value} onClick={() => { narrow(filter, part.name, value); }}>
                    {value}
                  </button>
                  <Split counts={counts} />
                </div>
              ))}
            </div>
          ))}
        </div>
      ) : null}
      <Ways rows={rows} />
    </section>
  );
}

/** How many readings have which verdict: a bar, and the same in words. */
function Split({ counts }: { counts: ReadonlyMap<string, number> }) {
  const all = [...counts.values()].reduce((sum, one) => sum + one, 0);
  return (
    <div class="oa-split">
      <div class="oa-split-bar" aria-hidden="true">
        {[...counts].map(([verdict, many]) => (
          <span key={verdict} class={`oa-seg ${kindOf(verdict)}`} style={{ width: `${(100 * many) / all}%` }} />
        ))}
      </div>
      <span>{[...counts].map(([verdict, many]) => `${many} ${verdict}`).join(" · ")}</span>
    </div>
  );
}

function kindOf(verdict: string): string {
  return `oa-verdict-${verdict.replaceAll(" ", "-")}`;
}

/** The verdicts with what each takes, one line for all readings that take the same. */
function Ways({ rows }: { rows: readonly Reading[] }) {
  const ways = waysOf(rows);
  const [count, verdict, takes, where] = words.hangs.columns;
  return (
    <table class="oa-data oa-stacked oa-ways">
      <Head columns={words.hangs.columns} />
      <tbody>
        {ways.map((way) => (
          <tr key={`${way.verdict} ${way.moved.join()}`}>
            <td data-label={count} class="oa-num">{way.rows.length}</td>
            <td data-label={verdict} class={kindOf(way.verdict)}><b class="oa-verdict">{way.verdict}</b></td>
            <td data-label={takes}>
              {way.verdict === "untestable" ? way.moved.join("; ") : way.moved.length ? way.moved.map((name) => <div key={name}><InputLink name={name} /></div>) : way.verdict === "possible only if" ? words.hangs.outside : "–"}
            </td>
            <td data-label={where}>{way.where.join(" · ") || words.hangs.everywhere}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Choose({ rows, parts, filter }: { rows: readonly Reading[]; parts: readonly Part[]; filter: Filter }) {
  const choices: [string, string[]][] = [
    [VERDICT, [...countsOf(rows).keys()]],
    ...parts.map((part): [string, string[]] => [part.name, part.values.map((one) => one.value)]),
  ];
  return (
    <div class="oa-filters" role="group" aria-label={words.filterReadings}>
      {choices.filter(([, values]) => values.length > 1).map(([name, values]) => (
        <label key={name}>
          {name}{" "}
          <select
            value={filter.get(name) ?? ""}
            onChange={(event) => {
              const next = new Map(filter);
              next.delete(name);
              narrow(next, name, event.currentTarget.value);
            }}
          >
            <option value="">{words.anyValue}</option>
            {values.map((value) => <option key={value} value={value}>{value}</option>)}
          </select>
        </label>
      ))}
    </div>
  );
}

function Table({ claim, parts, found }: { claim: JudgedClaim; parts: readonly Part[]; found: readonly { row: Reading; index: number }[] }) {
  const limit = most.value === "all" ? found.length : FIRST;
  const names = parts.map((one) => one.name);
  const columns = [...(names.length ? names : [words.readingColumns.reading]), words.readingColumns.verdict, words.readingColumns.holds, words.readingColumns.takes, words.readingColumns.more];
  const only = found.length === 1;
  useEffect(() => {
    if (open.peek() && !found.some((one) => String(one.index) === open.peek())) open.value = "";
  }, [found]);
  if (!found.length) return <p>{words.noReading}</p>;
  return (
    <>
      <table class="oa-data oa-stacked oa-readings">
        <Head columns={columns} />
        {found.slice(0, limit).map(({ row, index }) => (
          <Row key={index} claim={claim} row={row} index={index} names={names} wide={columns.length} shown={only || open.value === String(index)} />
        ))}
      </table>
      {found.length > limit ? (
        <p>
          <button type="button" onClick={() => { most.value = "all"; }}>{words.showAllRows(found.length)}</button>
        </p>
      ) : null}
    </>
  );
}

interface RowProps {
  claim: JudgedClaim;
  row: Reading;
  index: number;
  names: readonly string[];
  wide: number;
  shown: boolean;
}

function Row({ claim, row, index, names, wide, shown }: RowProps) {
  const unit = profile.value;
  const told = verdictWords(row, unit);
  const id = `reading-${index}`;
  const { reading, verdict, holds, takes, more } = words.readingColumns;
  return (
    <tbody class={`oa-reading ${kindOf(verdictOf(row))}`}>
      <tr>
        {names.length ? names.map((name) => <td key={name} data-label={name}>{valueOf(row, name)}</td>) : <td data-label={reading}>{words.onlyReading}</td>}
        <td data-label={verdict}><b class="oa-verdict">{verdictOf(row)}</b></td>
        <td data-label={holds} class="oa-holds">{row.probability === null ? "–" : <><span>{percent(row.probability)}</span><Chance row={row} /></>}</td>
        <td data-label={takes} class="oa-takes">{told}</td>
        <td data-label={more}>
          <button type="button" class="oa-small" aria-expanded={shown} aria-controls={id} onClick={() => { open.value = shown ? "" : String(index); }}>
            {shown ? words.less : words.details}
          </button>
        </td>
      </tr>
      {shown ? (
        <tr id={id} class="oa-detail">
          <td colSpan={wide}><Detail claim={claim} row={row} /></td>
        </tr>
      ) : null}
    </tbody>
  );
}

function Detail({ claim, row }: { claim: JudgedClaim; row: Reading }) {
  const unit = profile.value;
  const chances = probabilityWords(row, unit);
  return (
    <>
      {chances.length ? <p>{chances.join("; ")}.</p> : null}
      {row.deciding.length ? (
        <>
          <p><b>{words.decidedBy(row.deciding.length)}</b></p>
          <ul class="oa-plain">
            {row.deciding.map((item) => <li key={item.input}><Decides item={item} unit={row.unit} /></li>)}
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
        </>
      ) : row.probability !== null ? (
        <p class="oa-soft">{words.nothingDecides}</p>
      ) : null}
    </>
  );
}

function Decides({ item, unit }: { item: Deciding; unit: string | null }) {
  const shown = profile.value;
  return (
    <>
      <InputLink name={item.input} /> <Pill basis={item.basis} /> {item.grades.join(", ")}{" "}
      {words.ends(rangeWords(item, "low"), answer(item.at_low, unit, shown), rangeWords(item, "high"), answer(item.at_high, unit, shown))}
    </>
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
