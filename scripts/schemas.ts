// Writes docs/schemas: a JSON schema of everything that a command prints with --json. The tests hold real answers to
// the same shapes, strictly; the schemas leave room for additions. `npm run fix`
// lays the files out.
import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { PLATFORM_IDS } from '../src/domain/platform.ts';
import { POST_STATES } from '../src/domain/post.ts';
import { REASONS } from '../src/domain/reason.ts';

const instant = z.iso.datetime().meta({ id: 'instant' });
const count = z.int().min(0);
const state = z.enum(POST_STATES).meta({ id: 'state', description: 'Where the post stands.' });
const platform = z.enum(PLATFORM_IDS);
const usd = z.number().min(0).describe('US dollars.');
const article = z.string().describe('The source and the id there: source/id.');
const counts = z
  .partialRecord(z.enum(POST_STATES), count)
  .describe('How many posts; a state without posts is left out.');

const reason = z
  .strictObject({
    type: z.enum(Object.keys(REASONS)),
    detail: z.string().exactOptional().describe('The facts: which tag, which answer, whose decision.'),
    text: z.string().describe('The reason as a sentence.'),
  })
  .meta({ id: 'reason' });

const fault = z.strictObject({
  item: z.string().describe('The file, as a person finds it.'),
  detail: z.string(),
});

const post = z.strictObject({
  id: z.string(),
  article,
  channel: z.string(),
  account: z.string(),
  platform,
  occasion: z.string().describe('first, or update-2, correction-1 where a person opened another.'),
  sandbox: z.boolean(),
  status: state,
  reason,
  text: z.string().nullable().describe('Without the link; null: it has no words yet.'),
  link: z.string(),
  image: z.string().exactOptional().describe("The picture it carries as its own; the link's card comes without it."),
  alt: z.string().exactOptional().describe('What the picture shows.'),
  note: z.string().exactOptional().describe('Why it goes, or went, out without its image.'),
  breaking: z.boolean(),
  dueAt: instant.describe('Not before.'),
  attempts: count,
  contentHash: z.string().describe('Of text, link and media; approve ID:HASH is bound to it.'),
  freshUntil: instant.exactOptional().describe('When it stops being news; never without it.'),
  publishedAt: instant.exactOptional(),
  remoteId: z.string().exactOptional(),
  remoteUrl: z.string().exactOptional(),
  lastError: z.string().exactOptional(),
});
const listed = post.meta({ id: 'post' });

const event = z.strictObject({
  type: z.string(),
  at: instant,
  from: state.exactOptional(),
  to: state,
  reason,
  by: z.string().exactOptional().describe("A person, with the system's user and host; crier itself without it."),
  alert: z.literal(true).exactOptional().describe('A person had to be told.'),
});

const gate = {
  state: z.enum(['open', 'closed']),
  reason: z.string().exactOptional().describe('Why it is closed.'),
  until: instant.exactOptional().describe('When it opens by itself, or lets one post try, where that is known.'),
};

const scope = z.string().describe('all, channel:ID or account:ID.');
const pause = z.strictObject({ scope, at: instant, by: z.string(), reason: z.string() });

const understood = z.strictObject({
  id: z.string(),
  url: z.url(),
  title: z.string(),
  summary: z.string().exactOptional(),
  authors: z.array(z.string()).exactOptional(),
  section: z.string().exactOptional(),
  tags: z.array(z.string()).exactOptional(),
  image: z
    .strictObject({
      url: z.url(),
      alt: z.string().exactOptional(),
      width: z.number().exactOptional(),
      height: z.number().exactOptional(),
    })
    .exactOptional(),
  video: z.strictObject({ url: z.url() }).exactOptional(),
  publishedAt: instant,
  updatedAt: instant.exactOptional(),
  embargoUntil: instant.exactOptional(),
  language: z.string(),
  status: z.enum(['usable', 'withheld', 'canceled']),
  breaking: z.literal(true).exactOptional(),
  words: count.describe('In its body.'),
  missing: z.array(z.string()).describe('What a story can have and this one does not.'),
});

/** What each command prints, by the name of its schema. */
export const shapes = {
  run: z.strictObject({
    articles: z.strictObject({ seen: count, new: count, changed: count, withdrawn: count, unreadable: count }),
    posts: counts.describe('How many posts moved into each state in this pass.'),
    channels: z.array(z.strictObject({ id: z.string(), ...gate })),
  }),

  serve: z.strictObject({
    desk: z.url().nullable().describe('Where it listens; null: this role does not.'),
    feeds: z.url().nullable(),
    push: z
      .url()
      .exactOptional()
      .describe('Where articles are pushed to; only where a source of type push is configured.'),
    role: z.enum(['all', 'desk', 'worker']),
  }),

  healthz: z
    .strictObject({
      ok: z.boolean().describe('Whether the answer is 200, or 503.'),
      role: z.enum(['all', 'desk']),
      version: z.string(),
      startedAt: instant,
      waiting: count
        .nullable()
        .describe('Posts that wait for a person or for their time; null: the store does not answer.'),
      passes: count
        .exactOptional()
        .describe('How often the sources were read; this and what follows only with a worker.'),
      lastPassAt: instant.nullable().exactOptional(),
      alerts: count.exactOptional().describe('How often something newly needed a person since the start.'),
      bugs: count.exactOptional(),
      lastError: z
        .strictObject({ at: instant, lane: z.string().describe('sources, or an account.'), detail: z.string() })
        .nullable()
        .exactOptional(),
    })
    .describe('What the desk answers at /healthz.'),

  status: z.strictObject({
    outlet: z.strictObject({ id: z.string(), name: z.string() }),
    lastPass: instant.nullable().describe('Noted every ten minutes; null: there was none yet.'),
    channels: z.array(
      z.strictObject({
        id: z.string(),
        platform,
        account: z.string(),
        sandbox: z.boolean(),
        ...gate,
        why: z
          .enum([
            'paused',
            'no_credits',
            'limited',
            'in_flight',
            'too_soon',
            'near_limit',
            'hourly_cap',
            'quiet_hours',
            'budget',
            'unseen',
          ])
          .exactOptional(),
        since: instant.exactOptional().describe('Since when it is closed, where that is known.'),
        posts: counts,
      }),
    ),
    posts: counts,
    oldestWaiting: listed.nullable().describe('Of the posts whose time has come, the one that waits longest.'),
    mayBeLive: z.array(listed).describe('Sent, and no clear answer yet.'),
    needsPerson: z.array(listed).describe('Nothing more comes of these by itself.'),
    money: z.array(
      z.strictObject({
        account: z.string(),
        sandbox: z.boolean().describe('true: nobody bills it.'),
        postsToday: count,
        todayUsd: usd,
        monthUsd: usd,
      }),
    ),
    sources: z.array(
      z.strictObject({
        id: z.string(),
        state: z.enum(['open', 'stopped']),
        reason: z.string().exactOptional(),
        since: instant.exactOptional(),
        vanished: count.exactOptional().describe('How many articles were gone at once.'),
        unreadable: z.array(fault.extend({ since: instant })),
      }),
    ),
    feeds: z.array(
      z.strictObject({
        channel: z.string(),
        state: z.enum(['current', 'behind', 'faulty']).describe('behind: the next pass writes the files.'),
        reason: z.string().exactOptional(),
        since: instant.exactOptional(),
        hubs: z.array(
          z.strictObject({
            hub: z.string(),
            toldAt: instant.exactOptional(),
            lastError: z.string().exactOptional(),
          }),
        ),
      }),
    ),
    pauses: z.array(pause),
    logbook: z
      .array(z.strictObject({ at: instant, what: z.string(), by: z.string(), reason: z.string().exactOptional() }))
      .describe('What people did last, newest first.'),
  }),

  post,
  posts: z.array(listed),
  'post-with-events': post.extend({
    doubts: z
      .array(
        z.strictObject({
          type: z.enum(['number', 'name', 'order', 'quotation', 'date', 'negation']),
          what: z.string().describe('As the post says it.'),
          text: z.string().describe('The hint as a sentence.'),
        }),
      )
      .exactOptional()
      .describe('What an editor’s words say that the story does not bear out: a hint, never a bar.'),
    historyShortened: z.literal(true).exactOptional().describe('What came before these events is no longer kept.'),
    events: z.array(event),
  }),

  decisions: z.array(
    z.strictObject({
      id: z.string(),
      status: state.nullable().describe('Where the post stands now; null: there is no such post.'),
      ok: z.boolean(),
      why: z.string().exactOptional().describe('Why not.'),
    }),
  ),

  preview: z.array(
    z.strictObject({
      article,
      channel: z.string(),
      platform,
      sandbox: z.boolean(),
      status: z.enum(['skipped', 'pending_review', 'scheduled']),
      reason,
      text: z.string().nullable().describe('Without the link; null: skipped, or no whole sentence fits.'),
      length: count.describe('With the link, as the platform counts.'),
      maxLength: count,
      link: z.string(),
      image: z.string().exactOptional().describe('The picture it would carry as its own.'),
      alt: z.string().exactOptional(),
      note: z.string().exactOptional().describe('Why it would go out without the image of the article.'),
      cost: usd.exactOptional(),
      dueAt: instant.exactOptional(),
      skipped: z.string().exactOptional().describe('Why the channel does not carry it.'),
      summary: z
        .strictObject({
          from: z.enum(['standfirst', 'article']),
          sentences: z.array(
            z.strictObject({
              text: z.string(),
              place: z.int().min(1).describe('Which sentence of the article it is.'),
              leftOut: z.array(z.string()),
              reasons: z.array(z.string()),
            }),
          ),
        })
        .exactOptional()
        .describe(
          'With --explain: why the words are these; sentences are those of the article, after a standfirst too.',
        ),
    }),
  ),

  coverage: z.array(
    z.strictObject({
      article,
      title: z.string(),
      url: z.string(),
      firstSeenAt: instant,
      withdrawal: z.enum(['vanished', 'withdrawn', 'pulled_by_person']).exactOptional(),
      channels: z.array(
        z.strictObject({
          channel: z.string(),
          post: z.string().nullable().describe('Null: the channel was not there yet when the article came in.'),
          occasion: z.string(),
          status: state.nullable(),
          reason: z.union([reason, z.strictObject({ type: z.literal('later-channel'), text: z.string() })]),
          waitsFor: z.string().exactOptional().describe('What an open post waits for.'),
          text: z.string().exactOptional(),
          remoteUrl: z.string().exactOptional(),
        }),
      ),
    }),
  ),

  check: z.strictObject({
    config: z.record(z.string(), z.unknown()).describe('As it was understood, without secrets.'),
    store: z.strictObject({ path: z.string(), state: z.literal('open') }),
    sources: z.array(
      z.strictObject({
        id: z.string(),
        state: z.enum(['reachable', 'unreachable']),
        articles: count.exactOptional().describe('In the first batch.'),
        more: z.boolean().exactOptional().describe('Whether there are more than those.'),
        detail: z.string().exactOptional(),
        unreadable: z.array(fault),
      }),
    ),
    accounts: z.array(
      z.strictObject({
        id: z.string(),
        platform,
        sandbox: z.boolean(),
        channels: z.array(z.string()),
        state: z.enum(['known', 'rate_limited', 'no_credits', 'unauthorized', 'unknown']),
        name: z.string().exactOptional().describe('Whom it posts as.'),
        mayWrite: z.boolean().nullable().exactOptional().describe('null: the platform does not say.'),
        detail: z.string().exactOptional(),
        warning: z.string().exactOptional().describe('What will stop the account soon, and what to do before.'),
      }),
    ),
  }),

  sources: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string().describe('folder, push and so on.'),
      state: z.enum(['open', 'unread', 'failing', 'stopped']).describe('unread: it was never asked.'),
      lastPoll: instant
        .nullable()
        .describe('When it was last asked; of a source that is asked at every pass, to ten minutes.'),
      lastNew: instant.nullable().describe('When it last brought an article that was not known.'),
      lagSeconds: count
        .nullable()
        .describe('How long nothing may have been noticed: since it fails, was stopped or was last asked.'),
      nextAt: instant.exactOptional().describe('Not asked before.'),
      failing: z.strictObject({ since: instant, times: count, detail: z.string() }).exactOptional(),
      stopped: z
        .strictObject({ since: instant, detail: z.string(), vanished: count.describe('Articles gone at once.') })
        .exactOptional(),
      unreadable: z.array(fault.extend({ since: instant })),
    }),
  ),

  'source-test': z.strictObject({
    source: z.string(),
    kind: z.string(),
    state: z.enum(['reachable', 'unreachable']),
    detail: z.string().exactOptional().describe('Why it cannot be reached.'),
    articles: z.array(understood).describe('As one poll brings them, at most 200.'),
    vanished: z.array(z.string()).describe('Ids that are there no more.'),
    unreadable: z.array(fault),
    more: z.boolean(),
  }),

  connect: z.union([
    z.strictObject({
      page: z.strictObject({ id: z.string(), name: z.string() }),
      keys: z.array(z.string()).describe('What was written; never a value.'),
      file: z.string(),
    }),
    z.strictObject({
      pages: z
        .array(z.strictObject({ id: z.string(), name: z.string() }))
        .describe('Of which --page must name one; nothing was written.'),
    }),
  ]),

  backup: z.strictObject({
    file: z.string().describe('Absolute.'),
    bytes: count,
    takenAt: instant.describe('The moment the copy shows.'),
    schema: count.describe("The version of the database's tables."),
  }),

  pause: pause.extend({ new: z.boolean().describe('false: it was paused already; the first reason stays.') }),

  resume: z.union([
    z.strictObject({
      lifted: z.array(scope),
      paused: z.array(scope).describe('What still is.'),
      goOut: z.array(listed).describe('By themselves at the next pass, as pace and budget allow.'),
      wait: z.array(listed).describe('For a person.'),
    }),
    z.strictObject({ source: z.string(), resumed: z.boolean() }),
  ]),

  push: z
    .strictObject({
      article,
      status: z
        .enum(['accepted', 'unchanged', 'stale'])
        .describe('unchanged: it was there already; stale: something later was, and stays.'),
      understood: understood.exactOptional(),
    })
    .describe('What a push is answered with 202, once it is stored.'),

  'push-refusal': z
    .strictObject({
      error: z.string().describe('What is wrong, with the name of the field or header, or what to check.'),
    })
    .describe('What a push is answered that is not taken: 400, 401, 404, 413, 415, 422, 500 or 503.'),

  story: z
    .strictObject({ article, title: z.string(), posts: z.array(listed) })
    .describe('What pull and release print.'),

  summary: z
    .strictObject({
      id: z.union([z.string(), z.number()]).nullable(),
      summary: z.string(),
      defects: z.array(z.string()).describe('What is wrong with the summary; empty where nothing is.'),
    })
    .describe('One line that summarize prints; the id is null where a line was not understood.'),
} as const;

/** The schemas, by the names of their files. */
export function schemas(): ReadonlyMap<string, object> {
  return new Map(
    Object.entries<z.ZodType>(shapes).map(([name, shape]) => [
      `${name}.schema.json`,
      z.toJSONSchema(shape, { override: ({ jsonSchema }) => simplify(jsonSchema) }),
    ]),
  );
}

/** Additions are free; what a checker of ours holds strictly is noise to a reader. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.format === 'date-time') delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

if (import.meta.main) {
  const folder = new URL('../docs/schemas/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, schema] of schemas()) writeFileSync(new URL(name, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
