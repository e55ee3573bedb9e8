/** An address longer than this is none. */
const LONGEST_ADDRESS = 2000;

/** What is written as an absolute http(s) address; relative ones are meant from `base`. */
export function webAddress(written: string, base: string): string | undefined {
  const url = URL.parse(written.trim(), base);
  return url && /^https?:$/.test(url.protocol) && url.href.length <= LONGEST_ADDRESS ? url.href : undefined;
}
