/*
 * What belongs to the page and not to the story, by language. This file is data: to teach crier a phrase, add it here
 * with a line in its test. Keep it short: when in doubt, a line stays. What only one outlet has is in its configuration.
 */

/** The lines of one language that are no part of a story. */
export interface CleaningRules {
  /** Whole lines, wherever they stand. */
  readonly anywhere: readonly RegExp[];
  /** Lines that close a page, where a story does not speak of such things; only at the very end. */
  readonly atTheEnd: readonly RegExp[];
}

const NETWORKS =
  'telegram|facebook|twitter|instagram|viber|whatsapp|youtube|tiktok|google|телеграм|фейсбук|вайбер|ютуб|канал';

export const CLEANING_RULES: Readonly<Record<string, CleaningRules>> = {
  en: {
    anywhere: [
      /^videos? of (?:the )?day$/i,
      /^follow us on .{1,100}$/i,
      /^(?:show|load|see|view) more(?: news| stories| articles)?$/i,
      /^(?:read|see) (?:also|more) ?[:|–—-].{1,200}$/i,
      /^(?:subscribe|sign up) (?:to|for) .{0,60}newsletters?\b.{0,60}$/i,
      /^(?:advertisement|share this(?: article| story)?:?|related (?:articles|stories|posts):?)$/i,
      /^(?:photos?|images?|pictures?)(?: credits?| courtesy)? ?(?::| by ) ?.{1,100}[^.!?…]$/i,
      /^(?:getty images|shutterstock|unsplash|depositphotos)(?: ?\/ ?.{1,60})?$/i,
      /^(?:continue|keep) reading\b.{0,100}[^.!?]$/i,
      /^the post .{1,300} (?:appeared first on|first appeared on) .{1,100}$/i,
    ],
    atTheEnd: [/^.{0,100}\bnewsletters?\b.{0,100}$/i],
  },
  uk: {
    anywhere: [
      /^відео дня$/i,
      new RegExp(
        `^(?:підписуйтесь|підписуйтеся|підпишіться|стежте за нами|читайте нас|приєднуйтесь|приєднуйтеся) .{0,80}(?:${NETWORKS}).{0,60}$`,
        'i',
      ),
      /^(?:показати|завантажити|більше) (?:ще|більше|новини?)(?: новини?)?$/i,
      /^(?:читайте|дивіться) також ?[:|–—-].{1,200}$/i,
      /^(?:реклама|поділитися:?|поширити:?|схожі (?:новини|статті):?)$/i,
      /^(?:фото|світлина|ілюстрація)(?: ілюстративне)? ?: ?.{1,100}[^.!?…]$/i,
    ],
    atTheEnd: [/^.{0,100}розсилк.{0,100}$/i],
  },
  ru: {
    anywhere: [
      /^видео дня$/i,
      new RegExp(
        `^(?:подписывайтесь|подпишитесь|следите за нами|читайте нас|присоединяйтесь) .{0,80}(?:${NETWORKS}).{0,60}$`,
        'i',
      ),
      /^(?:показать|загрузить|больше) (?:ещё|еще|больше|новост(?:и|ей))(?: новост(?:и|ей))?$/i,
      /^(?:читайте|смотрите) также ?[:|–—-].{1,200}$/i,
      /^(?:реклама|поделиться:?|похожие (?:новости|статьи):?)$/i,
      /^(?:фото|иллюстрация)(?: иллюстративное)? ?: ?.{1,100}[^.!?…]$/i,
    ],
    atTheEnd: [/^.{0,100}рассылк.{0,100}$/i],
  },
};

/** Parts of a page's markup that widgets put into a story, by the class their makers gave them. */
export const FURNITURE_CLASSES: readonly string[] = [
  'sharedaddy',
  'jp-relatedposts',
  'addtoany_share_save_container',
  'addtoany_content',
  'heateor_sss_sharing_container',
  'yarpp-related',
  'wp-caption-text',
  'wp-block-buttons',
  'newsletter-signup',
  'social-share',
];
