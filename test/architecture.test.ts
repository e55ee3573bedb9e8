import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SRC = join(ROOT, 'src');

/** Which rooms of the house a room may import, itself aside. Type imports count. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  main: ['commands'],
  commands: ['app', 'pipeline', 'domain', 'lib'],
  app: ['config', 'domain', 'pipeline', 'articles', 'summaries', 'platforms', 'store', 'worker', 'desk', 'lib'],
  worker: ['pipeline', 'domain', 'lib'],
  desk: ['pipeline', 'domain', 'lib'],
  pipeline: ['domain'],
  articles: ['domain', 'lib'],
  summaries: ['domain', 'lib'],
  platforms: ['domain', 'lib'],
  store: ['domain', 'lib'],
  config: ['domain', 'lib'],
  domain: [],
  lib: [],
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const imports = new Map(files.map((file) => [file, importsOf(file)]));

/** What a file imports, types included: files of ours as paths under src, packages by name. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const specifiers = [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
    ),
  ];
  return specifiers.map(([, from, dynamic, bare]) => {
    const specifier = from ?? dynamic ?? bare ?? '';
    return specifier.startsWith('.') ? relative(SRC, resolve(SRC, dirname(file), specifier)) : specifier;
  });
}

function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.ts$/, '');
}

const isOurs = (path: string) => files.includes(path);

describe('the house', () => {
  it('has only the rooms of its plan', () => {
    expect([...new Set(files.map(roomOf))].toSorted()).toEqual(Object.keys(MAY_IMPORT).toSorted());
  });

  it('imports only downwards', () => {
    const wrong = [...imports].flatMap(([file, paths]) =>
      paths
        .filter(isOurs)
        .filter((path) => roomOf(path) !== roomOf(file) && !MAY_IMPORT[roomOf(file)]?.includes(roomOf(path)))
        .map((path) => `${file} imports ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets no platform meet another', () => {
    const platformOf = (file: string) => /^platforms\/([^/]+)\//.exec(file)?.[1];
    const wrong = [...imports].flatMap(([file, paths]) =>
      paths
        .filter((path) => platformOf(file) && platformOf(path) !== platformOf(file) && path.startsWith('platforms/'))
        .map((path) => `${file} imports ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the domain free of everything, the runtime included', () => {
    const outside = [...imports].flatMap(([file, paths]) =>
      roomOf(file) === 'domain'
        ? paths.filter((path) => !path.startsWith('domain/')).map((path) => `${file}: ${path}`)
        : [],
    );
    expect(outside).toEqual([]);
    const impure = files.filter(
      (file) =>
        roomOf(file) === 'domain' &&
        /Temporal\.Now|Date\.now|new Date\(|Math\.random|process\./.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(impure).toEqual([]);
  });

  it('has no import cycle, types included', () => {
    const cycles: string[] = [];
    const done = new Set<string>();
    const walk = (file: string, trail: readonly string[]) => {
      if (trail.includes(file)) return void cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      if (done.has(file)) return;
      for (const path of (imports.get(file) ?? []).filter(isOurs)) walk(path, [...trail, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(cycles).toEqual([]);
  });

  it('has no file of more than 250 lines', () => {
    const long = files.filter((file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 250);
    expect(long).toEqual([]);
  });
});
