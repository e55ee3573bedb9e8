import type { Call } from '../lookalike/lookalike.ts';

/** The parameters of a request: of its query, and over them of its body, a form or JSON. */
export function parametersOf({ url, headers, body }: Call): URLSearchParams {
  const all = new URLSearchParams(url.searchParams);
  const form = headers['content-type']?.startsWith('application/json') ? fieldsOf(body) : new URLSearchParams(body);
  for (const [name, value] of form) all.set(name, value);
  return all;
}

/** What `fields=id,attachments{url}` names at its top level; undefined where nothing was asked. */
export function askedFields(parameters: URLSearchParams): ReadonlyMap<string, string> | undefined {
  const fields = parameters.get('fields');
  if (fields === null) return undefined;
  const named = [...fields.matchAll(/(\w+)(?:\{([^}]*)\})?/g)];
  return new Map(named.map(([, name = '', inner = '']) => [name, inner]));
}

function fieldsOf(body: string): readonly (readonly [string, string])[] {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).map(([name, field]) => [
      name,
      typeof field === 'string' ? field : JSON.stringify(field),
    ]);
  } catch {
    return [];
  }
}
