/** Says when the server does not answer, or asks for its token. */
import { loggedOut, lost } from "../server/api";
import { words } from "../words/en";

export function Lost() {
  return (
    <div role="alert" class="oa-alerts">
      {lost.value ? <p class="oa-lost">{words.served.lost}</p> : null}
      {!lost.value && loggedOut.value ? (
        <p class="oa-lost">
          {words.served.loggedOut} <a href={`/login${location.hash}`}>{words.served.logIn}</a>
        </p>
      ) : null}
    </div>
  );
}
