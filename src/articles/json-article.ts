import type { Instant } from '../domain/time.ts';
import type { Parsed, SourceSettings } from './source-settings.ts';
import { articleFromFields } from './story.ts';

/**
 * An article from the text of a JSON file. `modifiedAt` dates only a `canceled` article that has lost its own date.
 */
export function articleFromJson(text: string, modifiedAt: Instant, settings: SourceSettings): Parsed {
  const json = parseJson(text);
  if ('fault' in json) return { type: 'unreadable', detail: json.fault };
  return articleFromFields(json.value, modifiedAt, settings);
}

function parseJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (text.trim() === '') return { fault: 'is empty' };
    const place = /line \d+ column \d+/.exec(error.message)?.[0];
    if (place) return { fault: `is not valid JSON (${place})` };
    return {
      fault: error.message.includes('end of JSON') ? 'is not valid JSON: it ends too early' : 'is not valid JSON',
    };
  }
}
