import { type ITwitterApiClientPlugin, TwitterApi } from 'twitter-api-v2';
import { answered, type Reply, thrown } from './reply.ts';

/** The four values of an OAuth 1.0a app and account; all but the app's key are secret, none is ever shown. */
export interface Credentials {
  readonly appKey: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly accessSecret: string;
}

export type Request =
  | { readonly method: 'post'; readonly path: string; readonly body: Readonly<Record<string, unknown>> }
  /** Sent as multipart/form-data. */
  | { readonly method: 'post'; readonly path: string; readonly form: FormData }
  | { readonly method: 'get'; readonly path: string; readonly query?: Readonly<Record<string, string | number>> }
  | { readonly method: 'delete'; readonly path: string };

/** Makes one request to X v2 and answers what came back, whatever it was. `deadline` ends it wherever it stands. */
export async function call(credentials: Credentials, request: Request, deadline: AbortSignal): Promise<Reply> {
  if (deadline.aborted) return { type: 'unsent', detail: 'stopped before anything was sent' };
  // One client per request, since its plugins cannot tell one request from another.
  const client = new TwitterApi(credentials, { compression: 'identity', plugins: [within(deadline)] });
  const conceal = concealing(credentials);
  try {
    return answered(await send(client, request), conceal);
  } catch (error) {
    return thrown(error, conceal);
  }
}

function within(deadline: AbortSignal): ITwitterApiClientPlugin {
  return {
    onBeforeRequest: ({ requestOptions, computedParams }) => {
      // The package's own timeout starts anew with every byte.
      requestOptions.signal = deadline;
      // A kept connection may be closed by X just as the next post goes out: a reset that leaves everyone guessing.
      computedParams.headers.connection = 'close';
    },
  };
}

// As text, since the package throws outside any promise, ending the process, on some JSON (`{"errors":[null]}`).
const ANSWER = { fullResponse: true, forceParseMode: 'text' } as const;

function send({ v2 }: TwitterApi, request: Request) {
  switch (request.method) {
    case 'post':
      return 'form' in request ? sendForm(v2, request) : v2.post<string>(request.path, request.body, ANSWER);
    case 'get':
      return v2.get<string>(request.path, request.query, ANSWER);
    case 'delete':
      return v2.delete<string>(request.path, undefined, ANSWER);
  }
}

/** Encoded by the runtime: the package would send a file as if it were a text. */
async function sendForm(v2: TwitterApi['v2'], { path, form }: Extract<Request, { form: FormData }>) {
  const encoded = new Response(form);
  const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
  return v2.post<string>(path, Buffer.from(await encoded.arrayBuffer()), { ...ANSWER, headers });
}

/** Real keys have 25 characters and more; something shorter is a placeholder, and might be a part of any word. */
const SHORTEST_SECRET = 8;

function concealing(credentials: Credentials): (text: string) => string {
  const { appKey, appSecret, accessToken, accessSecret } = credentials;
  const secrets = [appKey, appSecret, accessToken, accessSecret]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret)]);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '[concealed]'), text);
}
