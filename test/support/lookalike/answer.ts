/** One HTTP answer, before the headers that the application adds to each. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer as an application gives it. */
export function json(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}

/** A page, as a balancer or a login wall in front of the application serves it. */
export function page(status: number, contentType: string): Answer {
  const body = '<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>';
  return { status, headers: { 'content-type': contentType }, body };
}
