import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PublishOutcome } from '../../domain/ports.ts';
import { after, type Instant, SECOND_MS } from '../../domain/time.ts';
import { accountFile } from './file.ts';

/** What can go wrong in the sandbox on purpose, for people who want to see how crier settles it. */
export const SANDBOX_FAULTS = [
  {
    id: 'lost-answer',
    label: 'Lose the next answer',
    explains:
      'The post goes live, but crier never hears of it: it looks on the account, finds it and posts nothing twice.',
  },
  {
    id: 'lost-request',
    label: 'Lose the next request',
    explains: 'Nothing goes live and no answer comes: crier looks three times, and only then tries again.',
  },
  {
    id: 'rate-limit',
    label: 'Rate limit',
    explains: 'The account may not post for 30 seconds: its posts wait without losing an attempt, then go out.',
  },
  {
    id: 'dead-token',
    label: 'Dead token',
    explains: 'The platform no longer knows the account: crier pauses it and tells a person; resume it to go on.',
  },
  {
    id: 'no-credits',
    label: 'Credits gone',
    explains:
      'The prepaid credits are used up: crier tells a person and lets one post try each hour; it goes on once one comes ' +
      'through, or at once when someone resumes the account.',
  },
] as const;

export type SandboxFault = (typeof SANDBOX_FAULTS)[number]['id'];

/** Whether this names a fault. */
export function isSandboxFault(name: string): name is SandboxFault {
  return SANDBOX_FAULTS.some(({ id }) => id === name);
}

const LIMITED_FOR_MS = 30 * SECOND_MS;

/**
 * Lets the account's next create in `directory` go wrong, whichever process makes it; a fault that is planted already is
 * replaced.
 */
export async function plantFault(directory: string, account: string, fault: SandboxFault): Promise<void> {
  const path = faultFile(directory, account);
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, `${fault}\n`);
  await rename(unfinished, path);
}

/** Takes the account's planted fault, so that no other create has it; undefined: none is planted. */
export async function takeFault(directory: string, account: string): Promise<SandboxFault | undefined> {
  const path = faultFile(directory, account);
  // Of two who rename one file at once only one succeeds.
  const taken = `${path}.${randomUUID()}`;
  const isTaken = await rename(path, taken).then(
    () => true,
    () => false,
  );
  if (!isTaken) return undefined;
  const written = await readFile(taken, 'utf8').catch(() => '');
  await rm(taken, { recursive: true, force: true });
  return SANDBOX_FAULTS.find(({ id }) => id === written.trim())?.id;
}

/** What the platform answers in place of storing the post; undefined: the fault lets it be stored. */
export function answerInstead(fault: SandboxFault | undefined, now: Instant): PublishOutcome | undefined {
  switch (fault) {
    case 'lost-request':
      return { type: 'unconfirmed', detail: 'sandbox fault: the request was lost' };
    case 'rate-limit': {
      const detail = 'sandbox fault: too many posts, try again in 30 seconds';
      return { type: 'rate-limited', retryAt: after(now, LIMITED_FOR_MS), scope: 'account', detail };
    }
    case 'dead-token':
      return {
        type: 'unauthorized',
        detail: 'sandbox fault: the token is dead; make a new one, then resume the account',
      };
    case 'no-credits':
      return { type: 'no-credits', detail: 'sandbox fault: no credits left; buy some, then resume the account' };
    case 'lost-answer':
    case undefined:
      return undefined;
  }
}

function faultFile(directory: string, account: string): string {
  return accountFile(directory, account, 'fault');
}
