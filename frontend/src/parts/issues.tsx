/** Issues as a person can act on them: what, where, what is allowed, the nearest valid name. */
import type { Issue } from "../server/api";
import { words } from "../words/en";

const w = words.served;

export function issueWhere(issue: Issue): string {
  const cell = issue.cell;
  if (cell) return [cell.table, cell.key, cell.table === "scenario" ? null : cell.column].filter(Boolean).join(" / ");
  return [issue.file, issue.column].filter(Boolean).join(" / ");
}

export function IssueText({ issue }: { issue: Issue }) {
  return (
    <>
      {issue.what.replace(/[.;,]$/, "")}.
      {issue.got !== null ? ` ${w.got} “${issue.got}”.` : ""}
      {issue.nearest !== null ? (
        <>
          {" "}
          {w.nearest} <b>{issue.nearest}</b>.
        </>
      ) : null}
      {issue.allowed !== null ? ` ${w.allowed} ${issue.allowed}.` : ""}
    </>
  );
}

export function Issues({ issues, go }: { issues: readonly Issue[]; go?: (issue: Issue) => void }) {
  return (
    <ul class="oa-issues">
      {issues.map((issue, index) => (
        <li key={index} class={`oa-issue oa-${issue.severity}`}>
          {go && issue.cell ? (
            <button type="button" class="oa-textlink" aria-label={`${w.goTo}: ${issueWhere(issue)}`} onClick={() => { go(issue); }}>
              {issueWhere(issue)}
            </button>
          ) : (
            <b>{issueWhere(issue)}</b>
          )}
          <span>
            <IssueText issue={issue} />
          </span>
        </li>
      ))}
    </ul>
  );
}
