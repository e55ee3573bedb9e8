import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files a short story under its id into a folder, whole at once; `fields` may replace any of its own. */
export function fileStory(folder: string, id: string, publishedAtMs: number, fields: object = {}): void {
  const story = {
    id,
    url: `https://news.example.com/${id}`,
    title: `About ${id}`,
    body: `The council met on Monday and spoke about ${id} for three hours.`,
    publishedAt: new Date(publishedAtMs).toISOString(),
    ...fields,
  };
  writeFileSync(join(folder, `.${id}.tmp`), JSON.stringify(story));
  renameSync(join(folder, `.${id}.tmp`), join(folder, `${id}.json`));
}
