import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** The package holds a program for Linux on x64; elsewhere there is no browser, and what needs one is skipped. */
export const HAS_CHROMIUM = process.platform === 'linux' && process.arch === 'x64';

/** Starts a real Chromium; it is unpacked first where no set-up did it. */
export async function openChromium(): Promise<Browser> {
  const folder = await unpackChromium();
  // Loaded here: the set-up before all tests only unpacks.
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
  });
}

/**
 * Unpacks the browser once per version, beside the packages: the package itself would take whatever an earlier run of
 * anyone left in the system's temporary folder, and two that unpack at once there meet a half-written program.
 */
export async function unpackChromium(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(MODULES, '@sparticuz/chromium/package.json'), 'utf8'));
  const folder = join(MODULES, '.cache', `chromium-${version}`);
  if (existsSync(folder)) return folder;
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  await unpackInto(fresh);
  await writeFile(join(fresh, 'fonts.conf'), fontsConfig(folder));
  try {
    await rename(fresh, folder);
  } catch {
    // Another run was first; what it unpacked is the same.
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

async function unpackInto(folder: string): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    await packed.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** The machine's fonts, and the one that comes with the browser: a bare machine has none. */
function fontsConfig(folder: string): string {
  const prefer = (family: string) =>
    `<match><test name="family"><string>${family}</string></test>` +
    '<edit name="family" mode="prepend" binding="strong"><string>Open Sans</string></edit></match>';
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  ${['sans-serif', 'sans', 'system-ui'].map(prefer).join('\n  ')}
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}
