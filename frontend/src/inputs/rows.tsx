/** The inputs as a table, a page at a time: 20,000 of them stay quick. */
import type { View } from "../data/view";
import { Head } from "../parts/head";
import { words } from "../words/en";
import { gradeOf, nameOf, proofOf, unitOf } from "./about";
import { page } from "./filters";
import { Pill } from "./pill";

export const PAGE = 50;

interface Props {
  record: View;
  found: readonly number[];
  onOpen: (name: string, source: HTMLElement) => void;
}

export function Rows({ record, found, onOpen }: Props) {
  const pages = Math.max(Math.ceil(found.length / PAGE), 1);
  const here = Math.min(Math.max(Math.round(Number(page.value)) || 1, 1), pages);
  const shown = found.slice((here - 1) * PAGE, here * PAGE);
  if (!found.length) return <p>{words.noInputs}</p>;
  return (
    <>
      <table class="oa-data oa-inputs">
        <Head columns={words.inputColumns} />
        <tbody>
          {shown.map((index) => {
            const input = record.inputs[index];
            if (!input) return null;
            const name = nameOf(input);
            const [inputs, value, basis, grade, proof] = words.inputColumns;
            return (
              <tr key={index}>
                <td data-label={inputs}>
                  <button
                    type="button"
                    class="oa-to"
                    aria-haspopup="dialog"
                    onClick={(event) => {
                      onOpen(name, event.currentTarget);
                    }}
                  >
                    {input.table}/<b>{input.key}</b>/{input.column}
                  </button>
                </td>
                <td data-label={value} class="oa-value">
                  {input.value} <small>{unitOf(input.column)}</small>
                </td>
                <td data-label={basis}>
                  <Pill basis={input.basis} />
                </td>
                <td data-label={grade}>{gradeOf(input, record) || "–"}</td>
                <td data-label={proof}>{words.proofs[proofOf(input, record)]}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {pages > 1 ? (
        <nav class="oa-pages" aria-label={words.pages}>
          <Step to={here - 1} last={pages} name={words.before} />
          <span aria-live="polite">{words.pageOf(here, pages)}</span>
          <Step to={here + 1} last={pages} name={words.after} />
        </nav>
      ) : null}
    </>
  );
}

function Step({ to, last, name }: { to: number; last: number; name: string }) {
  return (
    <button
      type="button"
      disabled={to < 1 || to > last}
      onClick={() => {
        page.value = String(to);
      }}
    >
      {name}
    </button>
  );
}
