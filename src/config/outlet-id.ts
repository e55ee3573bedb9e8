/** The id an outlet gets from its name: `Demo Daily` is `demo-daily`. Undefined where the name has no latin letter. */
export function idFromName(name: string): string | undefined {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return /[a-z]/.test(slug) ? slug : undefined;
}
