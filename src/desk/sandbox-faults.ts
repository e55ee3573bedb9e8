import type { Context } from 'hono';
import type { Desk } from './frame.ts';
import { type Html, html } from './html.ts';

/** The buttons that make trouble for an account of the sandbox; none where there is no trouble to be had. */
export function faultButtons({ sandbox }: Desk, account: string): Html | undefined {
  if (!sandbox || sandbox.faults.length === 0) return undefined;
  return html`<details class="faults" open id="faults-${account}">
<summary>Make trouble for the next post</summary>
<ul>${sandbox.faults.map(
    ({ id, label, explains }) => html`<li>
<button class="second" form="desk" formaction="${faultPath(account, id)}" id="fault-${account}-${id}" aria-describedby="explains-${account}-${id}">${label}</button>
<span id="explains-${account}-${id}">${explains}</span>
</li>`,
  )}</ul>
</details>`;
}

/** `POST /sandbox/:account/faults/:fault`: plants one of the known faults on an account of the sandbox. */
export function plantedFault({ room, sandbox, notices }: Desk): (c: Context) => Promise<Response> {
  return async (c) => {
    const account = room.channels.find((channel) => channel.sandbox && channel.account === c.req.param('account'));
    const fault = sandbox?.faults.find(({ id }) => id === c.req.param('fault'));
    if (!sandbox || !account || !fault) return c.notFound();
    await sandbox.plant(account.account, fault.id);
    return notices.redirect(c, '/timeline', {
      type: 'done',
      text: `${fault.label}: happens to the next post on ${account.id}`,
    });
  };
}

function faultPath(account: string, fault: string): string {
  return `/sandbox/${encodeURIComponent(account)}/faults/${encodeURIComponent(fault)}`;
}
