import { z } from 'zod';
import { mapping } from './mapping.ts';
import { common } from './source-common.ts';
import { duration, linkPattern, text, texts, timezone } from './values.ts';

const columnExpected = 'the name of a column';
const column = (what: string) => text(columnExpected).describe(what);
const optional = (what: string) => column(what).exactOptional();

const columns = mapping('the columns of an article, at least id, title, body, publishedAt and updatedAt', {
  id: column('What never changes of a story; one row for each.'),
  title: column('The headline.'),
  body: column('Plain text or HTML.'),
  publishedAt: column('First publication; a time to come is an embargo.'),
  updatedAt: column('Set with every change and never empty; best with an index over it and id.'),
  url: optional("The story's own address; left out: from `link`."),
  summary: optional("The outlet's own standfirst."),
  authors: optional('A list, JSON, or names parted by commas.'),
  section: optional('One section.'),
  tags: optional('A list, JSON, or tags parted by commas.'),
  image: optional('The address of the picture.'),
  imageAlt: optional('What the picture shows.'),
  video: optional('The address of the video.'),
  language: optional('BCP 47; left out: that of the outlet.'),
  status: optional('Its words are told apart by `statuses`. Left out: every row may be shown.'),
  deleted: optional('Where it is neither empty nor a no, the story is gone.'),
  embargoUntil: optional('Not to be shown before.'),
  breaking: optional('Where it is neither empty nor a no, the story is breaking news.'),
});

const statusesExpected = 'lists under usable or canceled';
const prefixExpected = 'the beginning of its key in .env: CMS for CMS_DATABASE_URL';
const tableExpected = 'a table such as articles or cms.articles';

/** A source that is a table or query of a database. */
export const database = mapping(
  'keys with values: id, type, account, table or query, columns, statuses, overlap, notify, timezone, link, clean',
  {
    ...common,
    type: z.literal('database').describe('PostgreSQL, MySQL, MariaDB or SQLite; only ever read.'),
    account: z
      .string({ error: prefixExpected })
      .regex(/^[A-Z][A-Z0-9_]*$/, { error: prefixExpected })
      .describe('What its key in .env begins with: CMS reads CMS_DATABASE_URL.'),
    table: z
      .string({ error: tableExpected })
      .regex(/^[^.]+(?:\.[^.]+)?$/, { error: tableExpected })
      .exactOptional()
      .describe('The table or view, with its schema where it needs one.'),
    query: text('one select statement').exactOptional().describe('Instead of a table: one select statement.'),
    columns,
    statuses: mapping(statusesExpected, {
      usable: texts('a list of words').prefault(['usable', 'published', 'publish']),
      canceled: texts('a list of words').prefault(['canceled', 'cancelled', 'killed']),
    })
      .prefault({})
      .describe('Which words of the status column mean what, in any case. Every other word: withheld.'),
    overlap: duration('10m')
      .prefault('10m')
      .describe('How long a transaction may take: rows that come as late are still noticed.'),
    notify: text('the name of a channel')
      .exactOptional()
      .describe('PostgreSQL: the channel on which a trigger says NOTIFY, so that crier looks at once.'),
    timezone: timezone.exactOptional().describe("Of times without an offset. Left out: the outlet's."),
    link: linkPattern.exactOptional().describe('The address of a story that names none; {id} stands for its id.'),
  },
).refine(({ table, query }) => (table === undefined) !== (query === undefined), {
  error: 'either table or query',
  path: ['table'],
});
