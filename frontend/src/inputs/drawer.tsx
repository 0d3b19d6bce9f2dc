/** What one input rests on: its basis, its source, who told whom, and where it stands. */
import { useEffect, useRef } from "preact/hooks";
import type { Evidence, Input, Source, View } from "../data/view";
import { behind } from "../parts/behind";
import { linked } from "../state/link";
import { words } from "../words/en";
import { gradeOf, nameOf, proofOf, restingOn, rootsOf, unitOf } from "./about";
import { Pill } from "./pill";

const OTHERS = 12;

interface Props {
  record: View;
  /** Null = the link names an input that is not there. */
  input: Input | null;
  name: string;
  onOpen: (name: string) => void;
  onClose: () => void;
}

export function Drawer({ record, input, name, onOpen, onClose }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const dialog = box.current;
    if (!dialog) return;
    // On a guided tour the next step has to stay in reach.
    if (!dialog.open) {
      if (linked("tour").peek()) dialog.show();
      else dialog.showModal();
    }
    if (dialog.matches(":modal")) title.current?.focus();
    dialog.scrollTop = 0;
  }, [name]);
  useEffect(() => {
    const dialog = box.current;
    const beside = (event: MouseEvent) => {
      if (event.target === dialog) dialog?.close(); // a click on what lies behind
    };
    dialog?.addEventListener("click", beside);
    return () => dialog?.removeEventListener("click", beside);
  }, []);
  return (
    <dialog
      ref={box}
      class="oa-drawer"
      aria-labelledby="drawer-title"
      onCancel={(event) => {
        event.preventDefault();
        box.current?.close();
      }}
      onClose={onClose}
    >
      <div class="oa-drawer-body">
        <button type="button" class="oa-close" onClick={() => box.current?.close()}>
          {words.close}
        </button>
        <h2 id="drawer-title" ref={title} tabIndex={-1}>
          {name}
        </h2>
        {input ? <About record={record} input={input} onOpen={onOpen} leave={() => box.current?.close()} /> : <p>{words.noSuchInput}</p>}
      </div>
    </dialog>
  );
}

interface AboutProps {
  record: View;
  input: Input;
  onOpen: (name: string) => void;
  leave: () => void;
}

function About({ record, input, onOpen, leave }: AboutProps) {
  const grade = gradeOf(input, record);
  const held = input.evidence.map((id) => record.book.evidence[id]).filter((one): one is Evidence => one !== undefined);
  return (
    <>
      <p class="oa-big">
        {input.value} <small>{unitOf(input.column)}</small>
      </p>
      <p>
        <Pill basis={input.basis} /> {words.bases[input.basis as keyof typeof words.bases]}
      </p>
      {input.note ? <p>{input.note}</p> : null}
      <dl class="oa-facts">
        <Fact name={words.grade} value={grade || words.noGrade} />
        <Fact name={words.proof} value={words.proofs[proofOf(input, record)]} />
        <Fact name={words.where} value={input.where} />
        {held.length === 0 && input.source ? <Fact name={words.source} value={input.source} /> : null}
      </dl>
      {held.length ? <Roots record={record} evidence={input.evidence} /> : <p>{input.source ? words.onlySource : words.noSource}</p>}
      {held.map((one) => (
        <Piece key={one.id} record={record} input={input} evidence={one} onOpen={onOpen} />
      ))}
      <Same input={input} leave={leave} />
    </>
  );
}

/** What the input is about, each with the way to the other inputs of it. */
function Same({ input, leave }: { input: Input; leave: () => void }) {
  const tags = input.about.filter((tag) => tag !== "all");
  if (!tags.length) return null;
  return (
    <section>
      <h3>{words.about}</h3>
      <p>
        {tags.map((tag) => (
          <button
            key={tag}
            type="button"
            onClick={() => {
              behind.value = tag;
              leave();
            }}
          >
            {words.allOf(tag)}
          </button>
        ))}
      </p>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return value ? (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  ) : null;
}

function Roots({ record, evidence }: { record: View; evidence: readonly string[] }) {
  const roots = rootsOf(evidence, record);
  return (
    <p>
      <b>{words.roots(roots.length, evidence.length)}</b> {roots.map((root) => root.name).join("; ")}
    </p>
  );
}

interface PieceProps {
  record: View;
  input: Input;
  evidence: Evidence;
  onOpen: (name: string) => void;
}

function Piece({ record, input, evidence, onOpen }: PieceProps) {
  const others = restingOn(record, evidence.id, input);
  return (
    <section class="oa-evidence" aria-label={words.evidenceNamed(evidence.id)}>
      <h3>{evidence.id}</h3>
      <p>{evidence.says}</p>
      {evidence.exact ? <blockquote>{evidence.exact}</blockquote> : null}
      <p class="oa-locator">
        <b>{words.stands}</b> {locator(evidence)}
      </p>
      <p>
        <b>{words.quote}</b> {evidence.state ?? words.notLooked}
      </p>
      {evidence.grade ? (
        <p>
          <b>{words.gradeOf(evidence.grade)}</b> {evidence.grade_words}
        </p>
      ) : null}
      <From source={record.book.sources[evidence.source]} id={evidence.source} />
      {evidence.chain.length ? (
        <>
          <h4>{words.chain}</h4>
          <ol class="oa-chain">
            {evidence.chain.map((link, index) => (
              <li key={index}>
                <b>{link.who}</b> {link.mode} {link.on}
                {link.unidentified ? ` (${words.unidentified})` : ""}
                {link.reliability ? ` (${link.reliability})` : ""}
              </li>
            ))}
          </ol>
        </>
      ) : null}
      {others.length ? (
        <>
          <h4>{words.alsoRests(others.length)}</h4>
          <ul class="oa-plain">
            {others.slice(0, OTHERS).map((one) => (
              <li key={nameOf(one)}>
                <button
                  type="button"
                  class="oa-to"
                  onClick={() => {
                    onOpen(nameOf(one));
                  }}
                >
                  {nameOf(one)}
                </button>{" "}
                {one.value}
              </li>
            ))}
            {others.length > OTHERS ? <li>{words.more(others.length - OTHERS)}</li> : null}
          </ul>
        </>
      ) : null}
    </section>
  );
}

/** Returns where something stands in its source. */
export function locator(evidence: Evidence): string {
  const parts = (["paragraph", "page", "line"] as const)
    .filter((name) => evidence[name] !== null)
    .map((name) => `${words.places[name]} ${String(evidence[name])}`);
  if (evidence.figures.length) parts.push(`${words.figures} ${evidence.figures.join(", ")}`);
  return parts.join(" · ") || words.noLocator;
}

function From({ source, id }: { source: Source | undefined; id: string }) {
  if (!source) return <p>{id}</p>;
  const safe = /^https?:\/\//.test(source.url);
  const facts = [source.producer, source.published, source.licence].filter(Boolean).join(" · ");
  return (
    <p>
      <b>{words.source}</b> {source.title} <small>{facts}</small>
      {source.url ? (
        <>
          {" "}
          {safe ? (
            <a href={source.url} rel="noreferrer noopener" target="_blank">
              {source.url}
            </a>
          ) : (
            source.url
          )}
        </>
      ) : null}
    </p>
  );
}
