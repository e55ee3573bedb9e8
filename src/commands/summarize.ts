import { z } from 'zod';
import { textSummarizer } from '../app.ts';
import type { Room } from '../domain/ports.ts';
import { type Command, EXIT, type Io, Usage } from './command.ts';
import { complain } from './table.ts';
import { count, noPositionals } from './typed.ts';

export const summarize: Command = {
  summary: 'the summariser by itself: JSON Lines in, JSON Lines out',
  help: `usage: crier summarize --limit N

Reads one JSON object a line on standard input, { id, title, text, lang?, limit? } (lang is en where not
given), and answers each with { id, summary } in the same order, as soon as it is there. A summary is
whole sentences of the text in at most N characters (code points; a line's own limit wins), or empty where no
sentence fits. It needs no config, no store and no network.

  echo '{"id":1,"title":"Bridge","text":"The harbour bridge is open again. It was shut.","lang":"en"}' |
    crier summarize --limit 280

A line that is not understood is named on standard error and answered with { "id": null, "summary": "" };
the others go on. Exit codes: 0 all lines were understood; 64 some were not.
`,
  options: { limit: { type: 'string' } },
  async run(args, io) {
    noPositionals(args);
    const limit = count(args, 'limit');
    if (limit === undefined) throw new Usage('--limit: expected the most characters of a summary, such as --limit 280');
    const summarizeText = await textSummarizer();
    let [number, misread] = [0, 0];
    for await (const line of linesOf(io)) {
      number += 1;
      if (line.trim() === '') continue;
      const read = LINE.safeParse(parsed(line));
      if (read.success) {
        const { id, title, text, lang, limit: own } = read.data;
        const summary = summarizeText({ title, body: text, language: lang }, roomFor(own ?? limit)) ?? '';
        answer(io, { id, summary });
      } else {
        misread += 1;
        complain(io, `line ${number}: expected { id, title, text, lang?, limit? } as JSON${where(read.error)}`);
        answer(io, { id: null, summary: '' });
      }
    }
    return misread > 0 ? EXIT.usage : EXIT.done;
  },
};

const LINE = z.object({
  id: z.union([z.string(), z.number()]),
  title: z.string(),
  text: z.string(),
  lang: z.string().default('en'),
  limit: z.int().min(1).optional(),
});

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

function roomFor(maxLength: number): Room {
  return { maxLength, measure: (words) => [...words].length };
}

function answer(io: Io, line: { readonly id: string | number | null; readonly summary: string }): void {
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
