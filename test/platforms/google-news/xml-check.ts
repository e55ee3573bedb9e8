import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { memoryPages, validateXML, type XMLValidationResult } from 'xmllint-wasm';

const schema = (name: string) => readFileSync(fileURLToPath(new URL(`schemas/${name}`, import.meta.url)), 'utf8');
const core = fileURLToPath(new URL('../../../node_modules/sitemap/schema/sitemap.xsd', import.meta.url));
const NEWS = [
  { fileName: 'sitemap.xsd', contents: readFileSync(core, 'utf8') },
  { fileName: 'news.xsd', contents: schema('news.xsd') },
];

/** What libxml2 finds wrong with a news sitemap, by the schemas; nothing where it is as it should be. */
export async function sitemapFaults(xml: string): Promise<readonly string[]> {
  return faults(await validateXML({ xml: named(xml), schema: schema('news-sitemap.xsd'), preload: NEWS, ...ROOM }));
}

/** What libxml2 finds wrong with an index of sitemaps. */
export async function indexFaults(xml: string): Promise<readonly string[]> {
  return faults(await validateXML({ xml: named(xml), schema: schema('sitemap-index.xsd'), ...ROOM }));
}

/** What libxml2 finds wrong with any XML: whether it is well-formed. */
export async function xmlFaults(xml: string): Promise<readonly string[]> {
  return faults(await validateXML({ xml: named(xml), normalization: 'format', ...ROOM }));
}

const ROOM = { maxMemoryPages: 2 * memoryPages.GiB };

function named(contents: string) {
  return { fileName: 'written.xml', contents };
}

function faults({ errors, rawOutput, valid }: XMLValidationResult): readonly string[] {
  return valid ? [] : [...errors.map(({ message }) => message), rawOutput.slice(0, 500)];
}
