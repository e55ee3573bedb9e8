import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'dotenv';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { type LookalikeGraphOptions, startLookalikeGraph } from '../support/graph-lookalike/lookalike.ts';
import { runNode } from '../support/node.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = [
  { id: '2002', name: 'Demo Daily', accessToken: '2002-page-token' },
  { id: '2003', name: 'Demo Sport', accessToken: '2003-page-token' },
];
const SECRETS = [
  'short-lived-user-token',
  'long-lived-user-token',
  'graph-app-secret',
  ...PAGES.map(({ accessToken }) => accessToken),
];
const TYPED = 'short-lived-user-token\ngraph-app-secret\n';
const KEYS = ['FACEBOOK_PAGE_ID', 'FACEBOOK_PAGE_ACCESS_TOKEN', 'FACEBOOK_APP_SECRET'];

const CONFIG = `outlet: { name: Demo, url: https://news.example, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels: [{ id: fb, platform: facebook }]
`;

/** A project of its own, since crier writes into the folder it stands in, and Facebook beside it. */
async function aProject(options: LookalikeGraphOptions = {}, env = '') {
  const root = mkdtempSync(join(tmpdir(), 'crier-connect-'));
  const graph = await startLookalikeGraph({ pages: PAGES.slice(0, 1), ...options });
  onTestFinished(async () => {
    await graph.close();
    rmSync(root, { recursive: true, force: true });
  });
  cpSync(join(ROOT, 'dist'), join(root, 'dist'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const file = join(root, '.env');
  mkdirSync(join(root, 'articles'));
  if (env) writeFileSync(file, env);
  return {
    root,
    graph,
    file,
    kept: () => parse(readFileSync(file)),
    /** Writes a config with the Page for its one channel. */
    config() {
      const config = join(root, 'newsroom.yaml');
      writeFileSync(config, CONFIG);
      return config;
    },
    async crier(args: readonly string[], input = TYPED, more: Record<string, string> = {}) {
      const ran = await runNode([join(root, 'dist/main.cjs'), ...args], {
        cwd: tmpdir(),
        env: { CRIER_TEST_GRAPH_PORT: String(graph.port), LOG_LEVEL: 'debug', ...more },
        input,
      });
      for (const secret of SECRETS) expect(ran.stdout + ran.stderr).not.toContain(secret);
      return ran;
    },
    connect(...args: readonly string[]) {
      return this.crier(['connect', 'facebook', '--app-id', '3003', ...args]);
    },
  };
}

describe('connect facebook', () => {
  it('writes the keys of the Page into .env, tells their names, and check finds that it may write', async () => {
    const project = await aProject({}, '# ours\nLOG_LEVEL=error\nFACEBOOK_PAGE_ID=\n');
    const ran = await project.connect();
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Demo Daily (2002) is connected');
    expect(ran.stdout).toContain(KEYS.join(', '));
    expect(ran.stdout).toContain('Is the app Live?');
    expect(readFileSync(project.file, 'utf8')).toBe(
      "# ours\nLOG_LEVEL=error\nFACEBOOK_PAGE_ID='2002'\n" +
        "FACEBOOK_PAGE_ACCESS_TOKEN='2002-page-token'\nFACEBOOK_APP_SECRET='graph-app-secret'\n",
    );
    const checked = await project.crier(['check', '--config', project.config()]);
    expect(checked.stdout).toContain('posts as Demo Daily, may write: The token has no end. Is the app Live?');
    expect(checked.code).toBe(0);
  });

  it('asks for the app secret only where .env has none, and answers in JSON', async () => {
    const project = await aProject({ pages: PAGES }, 'CITY_APP_SECRET=graph-app-secret\n');
    const args = ['connect', 'facebook', '--app-id', '3003', '--account', 'CITY', '--page', '2003', '--json'];
    const ran = await project.crier(args, 'short-lived-user-token\n');
    expect(shapes.connect.parse(JSON.parse(ran.stdout))).toEqual({
      page: { id: '2003', name: 'Demo Sport' },
      keys: ['CITY_PAGE_ID', 'CITY_PAGE_ACCESS_TOKEN', 'CITY_APP_SECRET'],
      file: '.env',
    });
    expect(project.kept()).toMatchObject({ CITY_PAGE_ID: '2003', CITY_PAGE_ACCESS_TOKEN: '2003-page-token' });
  });

  it('lets a person name one of several Pages, and writes nothing before', async () => {
    const project = await aProject({ pages: PAGES }, 'A=1\n');
    const ran = await project.connect('--json');
    expect(ran.code).toBe(64);
    expect(ran.stderr).toContain('--page 2002   Demo Daily');
    expect(shapes.connect.parse(JSON.parse(ran.stdout))).toMatchObject({ pages: [{ id: '2002' }, { id: '2003' }] });
    expect(readFileSync(project.file, 'utf8')).toBe('A=1\n');
    expect(await project.connect('--page', '2003')).toMatchObject({ code: 0 });
  });

  it('keeps the Page that is there, and renews its token', async () => {
    const project = await aProject({ pages: PAGES }, 'FACEBOOK_PAGE_ID=2003\nFACEBOOK_PAGE_ACCESS_TOKEN=old\n');
    const refused = await project.connect('--page', '2002');
    expect(refused).toMatchObject({ code: 64, stderr: expect.stringContaining('--replace') });
    expect(project.graph.journal.requests).toEqual([]);
    expect(await project.connect()).toMatchObject({ code: 0 });
    expect(project.kept()).toMatchObject({ FACEBOOK_PAGE_ID: '2003', FACEBOOK_PAGE_ACCESS_TOKEN: '2003-page-token' });
    const args = ['connect', 'facebook', '--app-id', '3003', '--page', '2002', '--replace'];
    expect(await project.crier(args, 'short-lived-user-token\n')).toMatchObject({ code: 0 });
    expect(project.kept()).toMatchObject({ FACEBOOK_PAGE_ID: '2002', FACEBOOK_PAGE_ACCESS_TOKEN: '2002-page-token' });
  });

  it('says where the process itself overrules what it wrote', async () => {
    const project = await aProject();
    const args = ['connect', 'facebook', '--app-id', '3003'];
    const ran = await project.crier(args, TYPED, { FACEBOOK_PAGE_ID: '2002' });
    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('FACEBOOK_PAGE_ID is set in this process too'),
    });
  });
});

describe('connect facebook that comes to nothing', () => {
  it.each([
    [[], '--app-id'],
    [['--app-id', 'EAAtoken'], '--app-id: expected a number'],
    [['--app-id', '3003', '--page', 'EAAtoken'], '--page: expected a number'],
    [['--app-id', '3003', '--account', 'city'], '--account: expected'],
    [['--app-id', '3003', '--account', 'SPORT'], 'SPORT is an account on X'],
    [['--app-id', '3003', '--account', 'LOST'], 'LOST_PAGE_ACCESS_TOKEN is there'],
    [['--app-id', '3003', '--account', 'WORDS'], 'WORDS_PAGE_ID is no number'],
    [['--app-id', '3003', '--account', 'NEW'], 'expected the app secret'],
  ])('asks for another call: %j', async (args, advice) => {
    const env = 'SPORT_APP_KEY=key\nLOST_PAGE_ACCESS_TOKEN=lost\nWORDS_PAGE_ID=EAAtoken\n';
    const project = await aProject({}, env);
    const ran = await project.crier(['connect', 'facebook', ...args], 'short-lived-user-token\n');
    expect(ran).toMatchObject({ code: 64, stdout: '', stderr: expect.stringContaining(advice) });
    expect(ran.stderr).not.toContain('EAAtoken');
    expect(project.graph.journal.requests).toEqual([]);
  });

  it('knows no other platform', async () => {
    const project = await aProject();
    expect(await project.crier(['connect', 'twitter', '--app-id', '1'])).toMatchObject({ code: 64 });
    expect(await project.crier(['connect', '--app-id', '1'])).toMatchObject({ code: 64 });
  });

  it('leaves .env alone and says what to put right at Facebook', async () => {
    const person = {
      shortToken: 'short-lived-user-token',
      longToken: 'long-lived-user-token',
      scopes: ['pages_show_list', 'pages_read_engagement'],
      tasks: { '2002': ['CREATE_CONTENT'] },
    };
    const project = await aProject({ people: [person] }, 'A=1\n');
    const said = async (args: readonly string[] = ['--app-id', '3003'], input = TYPED) =>
      project.crier(['connect', 'facebook', ...args], input);
    const lacking = { code: 1, stdout: '', stderr: expect.stringContaining('lacks pages_manage_posts') };
    expect(await said()).toMatchObject(lacking);
    const old = await said(undefined, 'short-lived-user-token-of-yesterday\ngraph-app-secret\n');
    expect(old).toMatchObject({ code: 1, stderr: expect.stringContaining('Graph API Explorer') });
    const wrong = await said(undefined, 'short-lived-user-token\nanother-app-secret\n');
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('secret is not that of the app') });
    expect(wrong.stderr).not.toContain('another-app-secret');
    expect(await said(['--app-id', '3004'])).toMatchObject({ code: 1, stderr: expect.stringContaining('--app-id') });
    expect(readFileSync(project.file, 'utf8')).toBe('A=1\n');
  });

  it('asks for another time where Facebook is not there or wants to be left alone', async () => {
    const project = await aProject({ faults: () => ({ type: 'limited', code: 4, minutes: 5 }) });
    expect(await project.connect()).toMatchObject({
      code: 75,
      stdout: '',
      stderr: expect.stringContaining('Facebook'),
    });
    const args = ['connect', 'facebook', '--app-id', '3003'];
    const alone = await project.crier(args, TYPED, { CRIER_TEST_GRAPH_PORT: '' });
    expect(alone).toMatchObject({ code: 75, stderr: expect.stringContaining('ECONNREFUSED') });
    expect(existsSync(project.file)).toBe(false);
  });

  it('names the file that cannot be read or written', async () => {
    const project = await aProject();
    writeFileSync(`${project.file}.new`, '');
    expect(await project.connect()).toMatchObject({
      code: 78,
      stdout: '',
      stderr: expect.stringContaining('.env.new'),
    });
    expect(existsSync(project.file)).toBe(false);
    mkdirSync(project.file);
    expect(await project.connect()).toMatchObject({ code: 78, stderr: expect.stringContaining('EISDIR') });
  });
});

describe('check of a Page whose token runs out', () => {
  it('warns, and ends with 1', async () => {
    const tokenEndsAt = Math.floor(Date.now() / 1000) + 10 * 86_400;
    const pages = [{ id: '2002', name: 'Demo Daily', accessToken: '2002-page-token', tokenEndsAt }];
    const env =
      'FACEBOOK_PAGE_ID=2002\nFACEBOOK_PAGE_ACCESS_TOKEN=2002-page-token\nFACEBOOK_APP_SECRET=graph-app-secret\n';
    const project = await aProject({ pages }, env);
    const config = project.config();
    const checked = await project.crier(['check', '--config', config]);
    expect(checked).toMatchObject({ code: 1, stderr: '' });
    expect(checked.stdout).toMatch(/^WARNING: Make a new Page token before \S+Z \("crier connect facebook"\)/m);
    const { accounts } = shapes.check.parse(
      JSON.parse((await project.crier(['check', '--json', '--config', config])).stdout),
    );
    expect(accounts).toMatchObject([{ mayWrite: true, warning: expect.stringContaining('Make a new Page token') }]);
  });
});
