/** Whole lines that belong to the page, wherever they stand; the first names the language. Keep it short: when in doubt a line stays. */
const FURNITURE: Readonly<Record<string, readonly RegExp[]>> = {
  en: [
    /^videos? of (?:the )?day$/i,
    /^follow us on .{1,100}$/i,
    /^(?:show|load|see|view) more(?: news| stories| articles)?$/i,
    /^(?:read|see) also ?[:|–—-].{1,200}$/i,
    /^(?:subscribe|sign up) (?:to|for) .{0,60}newsletters?\b.{0,60}$/i,
    /^(?:advertisement|share this (?:article|story)|related (?:articles|stories))$/i,
  ],
  uk: [
    /^відео дня$/i,
    /^(?:підписуйтесь|підписуйтеся|підпишіться|стежте за нами|читайте нас) .{0,80}(?:telegram|facebook|twitter|instagram|viber|youtube|google|телеграм|фейсбук|канал).{0,60}$/i,
    /^(?:показати|завантажити|більше) (?:ще|більше|новин)(?: новин)?$/i,
    /^(?:читайте|дивіться) також ?[:|–—-].{1,200}$/i,
    /^реклама$/i,
  ],
  ru: [
    /^видео дня$/i,
    /^(?:подписывайтесь|подпишитесь|следите за нами|читайте нас) .{0,80}(?:telegram|facebook|twitter|instagram|viber|youtube|google|телеграм|фейсбук|канал).{0,60}$/i,
    /^(?:показать|загрузить|больше) (?:ещё|еще|больше|новостей)(?: новостей)?$/i,
    /^(?:читайте|смотрите) также ?[:|–—-].{1,200}$/i,
    /^реклама$/i,
  ],
};
/** Also page furniture, but only at the very end, where a story does not speak of newsletters. */
const AT_THE_END = /^.{0,100}(?:\bnewsletters?\b|розсилк|рассылк).{0,100}$/i;
const SENTENCE_END = /[.!?…]["”»’)]*$/;

/** The blocks of a story as saved from its page, without what clearly is the page's own. */
export function withoutFurniture(
  blocks: readonly (readonly string[])[],
  language: string,
): readonly (readonly string[])[] {
  const languages = new Set([language.split('-')[0] ?? 'en', 'en']);
  const patterns = [...languages].flatMap((primary) => FURNITURE[primary] ?? []);
  const isFurniture = (line: string) => patterns.some((pattern) => pattern.test(line));
  const closesPage = (block: readonly string[]) =>
    block.every((line) => isFurniture(line) || !SENTENCE_END.test(line)) &&
    block.some((line) => isFurniture(line) || AT_THE_END.test(line));
  const story = blocks.slice(0, blocks.findLastIndex((block) => !closesPage(block)) + 1);
  return story.map((block) => block.filter((line) => !isFurniture(line))).filter((block) => block.length > 0);
}
