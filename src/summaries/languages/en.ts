import { clauses, ending, holdingTelling, type Language, opening, words } from './language.ts';

/** English, as British, American and Indian newsrooms write it. */
export const english: Language = {
  own: /[a-z]/i,
  foreign: /[\u0370-\u1fff\u3040-\ud7a3]/g,
  foreignWords: new Set(),
  binding: words(`
    Mr Mrs Ms Mx Dr Prof St Mt Ft Gen Lt Col Maj Capt Cmdr Cdr Adm Sgt Cpl Pvt Brig Rep Reps Sen Sens Gov Pres Hon Rev
    Supt Insp Det Sec Dept Fr Messrs Mme Mlle Amb Atty Asst Assoc Natl Intl Univ Ph
    vs approx viz cf ca e.g i.e`),
  numbering: words('Rs No Nos Vol Art Sec Ch Fig Mar pp p no nos vol'),
  trailing: words(`
    Inc Ltd Co Corp Bros Plc LLC Jr Sr Esq Ave Blvd Rd Hwy am pm etc al
    Jan Feb Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn
    Tex Va Vt Wash Wis Wyo`),
  units: words('ft lb lbs oz hr hrs mph kg km'),
  openers: words(`
    The A An He She It They We You I But And So If In On At As By For From To Its His Her Their Our This That These Those There
    When While After Before Since With Without Under According Although However Meanwhile Also Both Many Most Some Several
    No Nobody Everyone People Police Officials What Who Why How Not`),
  leaning: opening(`
    he, she, it, they, his, her, hers, their, theirs, its, him, them, this, that, these, those, such, but, and, or, nor, so, yet,
    however, meanwhile, also, moreover, furthermore, therefore, thus, hence, nevertheless, nonetheless, instead, otherwise,
    besides, still, then, additionally, similarly, likewise, consequently, accordingly, afterward, afterwards, later, earlier,
    elsewhere, in addition, in contrast, by contrast, on the other hand, on the contrary, for example, for instance,
    as a result, as such, at the same time, in turn, in other words, after that, before that, since then,
    even so, that said, the former, the latter, the move, the incident, the two, the three, the pair, the duo, the trio, the couple,
    the same, the other, both, another, other, others, too, indeed, in fact, either, neither, because, although, though, while,
    here, same, only then, not only that, firstly, secondly, thirdly, finally, lastly`),
  leaningEnd: ending('however, though, too, as well, meanwhile, instead, either, then, there'),
  firstPerson: opening('I, we, my, our'),
  boilerplateOpening: opening(`
    click, tap here, sign up, subscribe, watch:, watch the, watch our, watch now, share this, share on, like us, join us, join our,
    follow us, follow our, follow @, read:, read more, read also, read the full, also read, must read, see also, see more,
    more on:, more from, related:, recommended:, photo:, photos:, photo by, photograph:, picture:, pictures:, image:, images:, video:,
    file photo, file image, caption:, credit:, source:, sources:, byline:, reporting by, additional reporting by, writing by, editing by,
    edited by, compiled by, written by, by our, published:, published on, updated:, updated on, last updated, first published,
    show more, load more, don't miss, don’t miss, get the latest, get our, stay up to date, support our, donate, contact us,
    with inputs from, this article was, this story has been, this story was, the views expressed, copyright ©, disclaimer:,
    advertisement, sponsored by, sponsored content`),
  boilerplate: holdingTelling(`
    follow us on, follow us, find us on, like us on, subscribe, sign up for, sign up to, newsletter, newsletters, video of the day,
    video of day, also read, must read, must watch, also watch, read more, read also, read full, read next, click here, watch the video,
    watch video, share this, share on, all rights reserved, advertisement, inputs from, published with, published without,
    photo credit, photo by, photo:, image credit, image source, our telegram, our whatsapp, our app, download the app, terms of use,
    terms of service, privacy policy, cookie policy, a post shared by`),
  clauses: clauses({
    connectives: `However, | Meanwhile, | Moreover, | Furthermore, | Additionally, | In addition, | Besides, | Nevertheless, | Nonetheless, |
      Separately, | Notably, | Significantly, | Interestingly, | Importantly, | At the same time, | Earlier, | Also, | But | And`,
    subordinate: `while, when, after, as, if, although, though, because, before, since, unless, despite, even, until, once, whether,
      not, no, only, in order to`,
    trailing: `including, while, after, before, following, amid, days after, weeks after, months after, years after, hours after,
      ahead of, as part of, leaving, making, bringing, prompting, raising, sparking, becoming, forcing, causing, killing, injuring,
      taking, giving, leading, creating, resulting, marking, ending, hitting, damaging, destroying, triggering, with, thanks to,
      besides, along with, together with, as well as, especially, particularly, such as`,
    relative: 'a, an, the, who, which, whose, whom, where, when',
    relativeNarrows: false,
    kept: `said, says, say, saying, told, tells, telling, according, reported, reports, reportedly, added, adds, adding, announced, announces,
      announcing, claimed, claims, claiming, confirmed, confirms, confirming, alleged, alleges, alleging, allegedly, cited, cites, citing,
      quoted, quotes, quoting, stated, states, stating, argued, argues, arguing, insisted, insists, insisting, warned, warns, warning,
      accused, accuses, accusing, believes, believed, suspected, if, unless, provided, except, excluding, but, not, no, never, nor, none, without,
      denied, denies, denying, refused, *n’t, *n't`,
    wanting:
      'not only, either, neither, whether, between, both, from, more, less, rather, so, such, said, says, told, added, that, than',
    verbs: `is, are, was, were, has, have, had, will, would, can, could, may, might, must, should, do, does, did, says, said, told, made, won,
      lost, took, held, found, began, gave, came, went, saw, set, cut, hit, put, left, met, ran, led, sent, shot, rose, fell, beat, kept,
      paid, built, broke, wrote, got, became, bought, brought, fought, knew, stood, drew, grew, threw, flew, spoke, chose, spent,
      sold, thought, taught, caught, sought, drove, struck, wore, laid, spread, sank, swept, shut, hurt, cost, cast, quit, split, let, rode, rang, woke, bore, tore, swore, froze, hid, shook, fled, wants,
      plans, seeks, faces, remains`,
    verbEndings: 'ed',
  }),
  months: words(`
    January February March April May June July August September October November December
    Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec`),
  timestampWords: words(`
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    published updated posted modified last first on at am pm a p m est edt et pt gmt bst utc ist cet eet th st nd rd`),
};
