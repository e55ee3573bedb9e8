import { BadConfiguration, connecting } from '../app.ts';
import { type Args, type Command, EXIT, type ExitCode, flag, type Io, printJson, text, Usage } from './command.ts';
import { askSecrets } from './secrets.ts';
import { complain, printLines } from './table.ts';
import { needed, onlyPositional } from './typed.ts';

export const connect: Command = {
  summary: 'make a lasting token of a Facebook Page and keep it in .env',
  help: `usage: crier connect facebook --app-id N [--page ID] [--account CITY] [--replace] [--json]

Turns a user token of an hour into a token of the Page that does not run out, proves that it may post, and
writes CITY_PAGE_ID, CITY_PAGE_ACCESS_TOKEN and CITY_APP_SECRET into .env (FACEBOOK_… without --account).
It posts nothing, and shows no token.

  1. At https://developers.facebook.com/tools/explorer choose the app and "User Token", add pages_show_list,
     pages_read_engagement and pages_manage_posts, and generate the token as someone who may create content
     on the Page.
  2. crier connect facebook --app-id 1234567890
     It asks for the token, and for the app secret ("App settings", "Basic") unless .env has it: empty it
     there to change the app. What you paste does not show. A program writes both to standard input, a line each.

--page names the Page; without it, it is that of .env, or the only one. --replace lets another Page take the
place of the one in .env. The app must be Live before readers see a post: "crier check" says where.

Exit codes: 0 done; 1 something must be put right at Facebook, which is said; 64 the call was not understood, or
a Page must be named; 75 Facebook cannot be reached, or asks for patience; 78 .env cannot be read or written.
`,
  options: {
    'app-id': { type: 'string' },
    page: { type: 'string' },
    account: { type: 'string' },
    replace: { type: 'boolean' },
  },
  async run(args, io) {
    if (onlyPositional(args, 'the platform: facebook') !== 'facebook') throw new Usage('connect: expected facebook');
    const appId = digits('--app-id', needed(args, 'app-id', 'the number of the app'));
    const prefix = prefixIn(args);
    const { readPageAccount, writePageAccount, connectFacebook, now } = await connecting();
    const place = { root: io.root, env: io.env, prefix };
    const known = await readPageAccount(place);
    if (known.faults.length > 0) throw new BadConfiguration(known.faults);
    if (known.isOfX) throw new Usage(`--account: ${prefix} is an account on X already; expected another name`);
    const pageId = pageIn(args, prefix, known);
    const { userToken, appSecret } = await secretsFrom(io, known.appSecret);
    const options = { appId, appSecret, userToken, now, deadlineMs: DEADLINE_MS };
    const made = await connectFacebook(pageId === undefined ? options : { ...options, pageId }, io.signal);
    switch (made.type) {
      case 'several':
        return nameOne(args, io, made.pages);
      case 'needs-person':
      case 'unavailable':
        complain(io, made.detail);
        return made.type === 'unavailable' ? EXIT.tryLater : EXIT.needsPerson;
      case 'connected': {
        const { page, pageAccessToken, note } = made;
        const written = writePageAccount(place, { pageId: page.id, pageAccessToken, appSecret });
        if ('fault' in written) throw new BadConfiguration([written.fault]);
        const { keys } = written;
        if (flag(args, 'json')) printJson(io, { page, keys, file: '.env' });
        else {
          printLines(io, [
            `${page.name} (${page.id}) is connected, and its token has no end`,
            `.env has ${keys.join(', ')}`,
            note,
          ]);
        }
        for (const key of known.overridden) complain(io, `${key} is set in this process too, and wins over .env there`);
        return EXIT.done;
      }
    }
  },
};

const DEADLINE_MS = 20_000;

function digits(option: string, value: string): string {
  // What stands there instead is not shown: it may be a token.
  if (!/^[1-9]\d{0,24}$/.test(value)) throw new Usage(`${option}: expected a number, digits only`);
  return value;
}

function prefixIn(args: Args): string {
  const prefix = text(args, 'account') ?? 'FACEBOOK';
  if (/^[A-Z][A-Z0-9_]*$/.test(prefix)) return prefix;
  throw new Usage('--account: expected what its keys in .env begin with, in capitals, such as CITY');
}

/** The Page that is asked for, or that is there already; one never takes the place of another by itself. */
function pageIn(
  args: Args,
  prefix: string,
  { pageId, hasToken }: { readonly pageId?: string; readonly hasToken: boolean },
): string | undefined {
  const asked = text(args, 'page');
  const wanted = asked === undefined ? undefined : digits('--page', asked);
  if (flag(args, 'replace')) return wanted ?? pageId;
  if (pageId === undefined && hasToken)
    throw new Usage(`${prefix}_PAGE_ACCESS_TOKEN is there, of nobody knows which Page: --replace replaces it`);
  if (pageId !== undefined && wanted !== undefined && pageId !== wanted)
    throw new Usage(
      `${prefix} is another Page already: --account names another place for this one, --replace replaces it`,
    );
  if (pageId !== undefined && !/^\d+$/.test(pageId))
    throw new Usage(`${prefix}_PAGE_ID is no number of a Page: expected --page ID and --replace`);
  return wanted ?? pageId;
}

async function secretsFrom(io: Io, known: string | undefined): Promise<{ userToken: string; appSecret: string }> {
  const prompts = ['User token', ...(known === undefined ? ['App secret'] : [])];
  const [userToken = '', appSecret = known ?? ''] = await askSecrets(io, prompts);
  if (!ONE_WORD.test(userToken)) throw new Usage('expected the user token, as one line of standard input');
  if (!ONE_WORD.test(appSecret)) throw new Usage('expected the app secret, as the second line of standard input');
  return { userToken, appSecret };
}

const ONE_WORD = /^[\x21-\x7E]+$/;

function nameOne(args: Args, io: Io, pages: readonly { readonly id: string; readonly name: string }[]): ExitCode {
  if (flag(args, 'json')) printJson(io, { pages });
  complain(io, 'the person has several Pages; name one:', ...pages.map(({ id, name }) => `  --page ${id}   ${name}`));
  return EXIT.usage;
}
