import timers from 'node:timers';
import promises from 'node:timers/promises';
import { promisify } from 'node:util';
import type { TestClock } from '../clock.ts';

/**
 * Lets the whole process run on this clock: `Date`, `Temporal.Now`, timers, `AbortSignal.timeout`, and at its speed, without
 * its jumps, `performance.now`. What the runtime measures itself stays real: idle timeouts of sockets, file times, SQLite's
 * busy wait. A promised sleep takes
 * at least `leastSleepMs` real ones: on a fast clock a loop that rests for a second would never rest.
 */
export function runOn(clock: TestClock, leastSleepMs = 0): void {
  replaceDate(clock);
  replaceTemporal(clock);
  replaceTimers(clock, leastSleepMs);
  const realUptime = performance.now.bind(performance);
  performance.now = () => realUptime() * clock.speed;
}

/** A proxy rather than a subclass: dates stay real dates, and `Date()` without `new` still answers a text. */
function replaceDate({ now }: TestClock): void {
  const Real = Date;
  const Replaced = new Proxy(Real, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new Real(now()).toString(),
  });
  Real.now = now;
  Object.defineProperty(Real.prototype, 'constructor', { value: Replaced, writable: true, configurable: true });
  globalThis.Date = Replaced;
}

function replaceTemporal({ now }: TestClock): void {
  const instant = () => Temporal.Instant.fromEpochMilliseconds(now());
  const zoned = (zone: Temporal.TimeZoneLike = Temporal.Now.timeZoneId()) => instant().toZonedDateTimeISO(zone);
  Object.assign(Temporal.Now, {
    instant,
    zonedDateTimeISO: zoned,
    plainDateTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDateTime(),
    plainDateISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDate(),
    plainTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainTime(),
  });
}

function replaceTimers({ realMs }: TestClock, leastSleepMs: number): void {
  const slept = (ms: unknown) => Math.max(scaled(ms) ?? 0, leastSleepMs);
  const scaled = (ms: unknown) => (ms === undefined ? undefined : realMs(Number(ms)));
  const { setTimeout: realTimeout, setInterval: realInterval } = globalThis;
  const { setTimeout: realSleep, setInterval: realTicks } = promises;
  const setTimeout = Object.assign(
    (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => realTimeout(run, scaled(ms), ...args),
    { [promisify.custom]: <T>(ms?: number, ...rest: [T?, object?]) => realSleep(slept(ms), ...rest) },
  );
  const setInterval = (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
    realInterval(run, scaled(ms), ...args);
  for (const place of [globalThis, timers]) Object.assign(place, { setTimeout, setInterval });
  Object.assign(promises, {
    setTimeout: setTimeout[promisify.custom],
    setInterval: <T>(ms?: number, ...rest: [T?, object?]) => realTicks(scaled(ms), ...rest),
  });
  const realAbort = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => realAbort(Math.ceil(realMs(ms)));
}
