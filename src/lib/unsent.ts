import pRetry from 'p-retry';

/** How often a request that surely was not sent is sent again at once. */
const RETRIES = 2;

class Unsent extends Error {}

/**
 * Makes a request, and makes it again while its answer says that surely nothing was sent (`type: 'unsent'`): after
 * `delayMs`, then after twice that, and not once the deadline is over. Whatever may have been sent is never sent again.
 */
export async function whileUnsent<Answer extends { readonly type: string }>(
  request: () => Promise<Answer>,
  { deadline, delayMs }: { readonly deadline: AbortSignal; readonly delayMs: number },
): Promise<Answer> {
  let unsent: Answer | undefined;
  const requestOrThrow = async () => {
    const answer = await request();
    if (answer.type !== 'unsent') return answer;
    unsent = answer;
    throw new Unsent('surely not sent');
  };
  // p-retry is not given the signal: it would throw away an answer that came just before the deadline.
  const shouldRetry = ({ error }: { error: Error }) => error instanceof Unsent && !deadline.aborted;
  try {
    return await pRetry(requestOrThrow, { retries: RETRIES, minTimeout: delayMs, shouldRetry });
  } catch (error) {
    if (error instanceof Unsent && unsent) return unsent;
    throw error;
  }
}
