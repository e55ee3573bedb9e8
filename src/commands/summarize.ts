import { z } from 'zod';
import { formatOf, summarizing } from '../app.ts';
import { PLATFORM_IDS } from '../domain/platform.ts';
import type { Room } from '../domain/ports.ts';
import { codePoints } from '../lib/code-points.ts';
import { roomToFill } from '../pipeline/compose.ts';
import { type Args, type Command, EXIT, type Io, text as textOf, Usage } from './command.ts';
import { complain } from './table.ts';
import { count, noPositionals } from './typed.ts';

export const summarize: Command = {
  summary: 'the summariser by itself: JSON Lines in, JSON Lines out',
  help: `usage: crier summarize --limit N [--platform NAME]
       crier summarize --platform NAME

Reads one JSON object a line on standard input, { id, title, text, lang?, limit? }, and answers each with
{ id, summary, defects } in the same order, as soon as it is there. A summary is sentences of the text, whole or
with a clause left out, in at most N characters (code points; a line's own limit wins), or empty where none
fits. Where lang is not given, the language is looked for in the text. It needs no config, no store and no network.

--platform twitter, facebook or google-news counts as that platform does, with the room for a link taken off;
without --limit up to what it shows. defects names what is wrong with the summary, looked at anew: empty,
too-long, not-whole, unbalanced, leans, boilerplate, says-title-again, says-itself-again, not-in-text.

  echo '{"id":1,"title":"Bridge","text":"The harbour bridge is open again. It was shut.","lang":"en"}' |
    crier summarize --limit 280

A line that is not understood is named on standard error and answered with an id of null and an empty summary;
the others go on. Exit codes: 0 all lines were understood; 64 some were not.
`,
  options: { limit: { type: 'string' }, platform: { type: 'string' } },
  async run(args, io) {
    noPositionals(args);
    const room = await roomFor(args);
    const { summarizeText, defectsOf, languageOfText } = await summarizing();
    let [number, misread] = [0, 0];
    for await (const line of linesOf(io)) {
      number += 1;
      if (line.trim() === '') continue;
      const read = LINE.safeParse(parsed(line));
      if (read.success) {
        const { id, title, text, lang, limit } = read.data;
        const language = lang ?? (await languageOfText(`${text}\n${title}`, USUAL_LANGUAGE));
        const story = { title, body: text, language };
        const own = limit === undefined ? room : { ...room, maxLength: limit };
        const summary = summarizeText(story, own) ?? '';
        answer(io, { id, summary, defects: defectsOf(summary, story, own) });
      } else {
        misread += 1;
        complain(io, `line ${number}: expected { id, title, text, lang?, limit? } as JSON${where(read.error)}`);
        answer(io, { id: null, summary: '', defects: ['empty'] });
      }
    }
    return misread > 0 ? EXIT.usage : EXIT.done;
  },
};

const USUAL_LANGUAGE = 'en';
/** Every link weighs the same on X, and nothing elsewhere. */
const SOME_LINK = 'https://news.example.com/story';

const LINE = z.object({
  id: z.union([z.string(), z.number()]),
  title: z.string(),
  text: z.string(),
  lang: z.string().optional(),
  limit: z.int().min(1).optional(),
});

async function roomFor(args: Args): Promise<Room> {
  const limit = count(args, 'limit');
  const named = textOf(args, 'platform');
  if (named === undefined) {
    if (limit === undefined) throw new Usage('--limit: expected the most characters of a summary, such as --limit 280');
    return { maxLength: limit, measure: codePoints };
  }
  const platform = PLATFORM_IDS.find((id) => id === named);
  if (!platform) throw new Usage(`--platform: expected ${PLATFORM_IDS.join(', ')}, got ${named}`);
  const room = roomToFill(await formatOf(platform), SOME_LINK);
  return limit === undefined ? room : { ...room, maxLength: limit };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function where({ issues }: z.ZodError): string {
  const key = issues[0]?.path.join('.');
  return key ? `; look at ${key}` : '';
}

interface Answer {
  readonly id: string | number | null;
  readonly summary: string;
  readonly defects: readonly string[];
}

function answer(io: Io, line: Answer): void {
  io.out(`${JSON.stringify(line)}\n`);
}

/** Lines end at a line feed only: JSON may hold every other line break as it is. None comes after the signal to stop. */
async function* linesOf({ stdin, signal }: Pick<Io, 'stdin' | 'signal'>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of stdin) {
      const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (!signal.aborted) yield line;
    }
  } catch (error) {
    // Standard input is closed on the signal, however much of it is left.
    if (!signal.aborted) throw error;
  }
  rest += decoder.decode();
  if (rest !== '' && !signal.aborted) yield rest;
}
