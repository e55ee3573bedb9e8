import { channel } from 'node:diagnostics_channel';

/** The named moments of a post's way, from what a newsroom system sent on, for anyone who watches a running crier from outside. */
export type Step =
  | 'receive'
  | 'ingest'
  | 'claim'
  | 'prepare'
  | 'arm'
  | 'create'
  | 'record'
  | 'look'
  | 'settle'
  | 'retract'
  | 'flush'
  | 'ping'
  | 'compact'
  | 'pass-end';

const steps = channel('crier:step');

/** Says on the diagnostics channel `crier:step` that a step was just completed. */
export function completed(step: Step, post?: string): void {
  if (steps.hasSubscribers) steps.publish(post === undefined ? { step } : { step, post });
}
