import type { Hashtagging } from '../domain/channel.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../domain/time.ts';
import type { Config } from './config.ts';

const UNITS = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['m', MINUTE_MS],
  ['s', SECOND_MS],
] as const;

/** What `crier check` shows: all of the config as a person writes it, defaults included, and no secret. */
export function describeConfig(config: Config): Readonly<Record<string, unknown>> {
  const { heartbeat, channels, ...rest } = config;
  const said = {
    ...rest,
    // Whoever knows the whole address can keep a dead crier looking alive.
    ...(heartbeat !== undefined && { heartbeat: `${new URL(heartbeat).origin}/…` }),
    channels: channels.map((channel) => ({
      ...channel,
      ...(channel.freshForMs === undefined && { freshFor: 'never' }),
      catchUp: channel.catchUp ?? 'all',
      ...(channel.hashtags && { headline: channel.headline ?? 'auto', hashtags: hashtagsInWords(channel.hashtags) }),
    })),
  };
  return Object.fromEntries(Object.entries(said).map(inWords));
}

function hashtagsInWords({ most, place }: Hashtagging): unknown {
  return place === 'inline' ? { inline: most } : most;
}

/** `minGapMs: 300000` as `minGap: 5m`, at any depth. */
function inWords([key, value]: [string, unknown]): [string, unknown] {
  if (typeof value === 'number' && key.endsWith('Ms')) return [key.slice(0, -2), durationInWords(value)];
  if (Array.isArray(value)) return [key, value.map((entry) => inWords(['', entry])[1])];
  if (typeof value !== 'object' || value === null) return [key, value];
  return [key, Object.fromEntries(Object.entries(value).map(inWords))];
}

function durationInWords(ms: number): string {
  const unit = UNITS.find(([, size]) => ms >= size && ms % size === 0);
  return unit ? `${ms / unit[1]}${unit[0]}` : `${ms}ms`;
}
