/** Why a post is where it is, each with the sentence an editor reads; no post is without one. */
export const REASONS = {
  // waiting for a person
  'review-required': 'the channel wants a person to approve each post',
  'review-when': 'a word, tag or section of the article asks for a second look',
  'review-alt': 'its image has no alt text; give it one, leave the image out, or approve it as it is',
  doubtful: 'its words say what the article does not bear out; look again, or write others',
  'needs-words': 'no whole sentence of the article fits; write the words',
  'catch-up': 'came in over a gap; crier is choosing the newest',
  'held-after-gap': 'came in over a gap; post it or let it go',
  edited: 'the text was edited and wants a fresh approval',
  'article-changed': 'the article changed, and the post with it',
  'sent-back': 'a person sent it back to review',
  revived: 'a person took it up again',
  // on its way
  due: 'goes out as soon as the account may speak',
  embargo: 'waits for the embargo to end',
  hold: 'goes out unless someone holds it',
  approved: 'a person approved it',
  timed: 'a person set its time',
  requeued: 'a person asked for another try',
  claimed: 'being prepared',
  armed: 'being sent',
  limited: 'the platform limits the account; the attempt does not count',
  'no-credits': 'the account has no credits left at the platform; the attempt does not count',
  unavailable: 'the platform could not be reached or did not accept it',
  unauthorized: 'the platform does not let the account post; the attempt does not count',
  'not-ready': 'the article or its link is not ready for readers; the attempt does not count',
  'image-unavailable': 'its image could not be got ready; the attempt does not count',
  'image-refused': 'the platform refused it with its image; it goes once more without',
  'lease-ran-out': 'the worker died before sending anything',
  'held-back': 'the last check before sending said no',
  'surely-absent': 'sent without an answer, and three looks did not find it',
  // maybe live
  'no-answer': 'sent, but no clear answer came; crier looks for it on the account',
  'lease-ran-out-armed': 'the worker died while sending; crier looks for it on the account',
  'duplicate-answer': 'the platform says it has this post already; crier looks for it',
  'live-address-unknown': 'live, address unknown: find it on the account and settle it',
  'cannot-look': 'crier cannot read the account to look for it; settle it by hand',
  // ended
  accepted: 'the platform took it',
  found: 'found on the account',
  'found-other-text': 'found on the account, but with other text than ours',
  'by-hand': 'someone had posted this story by hand',
  'late-answer': 'the answer came after all',
  settled: 'a person found it',
  refused: 'the platform will never take this text',
  'attempts-spent': 'every attempt failed',
  'never-ready': 'its link did not become ready for readers in time; look at the page, then try again',
  rejected: 'an editor turned it down',
  'canceled-by-person': 'an editor canceled it',
  stale: 'no longer news',
  withdrawn: 'the article was withdrawn',
  'ruled-out': 'a rule of the channel says no by now',
  vanished: 'the article is no longer in its source',
  'pulled-by-person': 'an editor pulled the story',
  'account-switch': 'the channel posts as another account now',
  deleted: 'deleted on the platform',
  'delete-by-hand': 'crier cannot delete it; delete it by hand',
  // a rule said no
  section: 'the channel does not carry this section',
  excluded: 'the channel excludes it',
  language: 'the channel does not carry this language',
  'too-old': 'older than the channel calls news',
  withheld: 'the outlet withholds the article',
  'before-switch': 'older than the switch to the real platform',
  'link-taken': 'the account speaks this link in another post',
} as const;

export type ReasonType = keyof typeof REASONS;

/** Why, and the facts that go with it: which tag, which answer, whose decision. */
export interface Reason {
  readonly type: ReasonType;
  readonly detail?: string;
}

export function reason(type: ReasonType, detail?: string): Reason {
  return detail === undefined ? { type } : { type, detail };
}

/** The reason as one line for a person. */
export function explain({ type, detail }: Reason): string {
  return detail ? `${REASONS[type]} (${detail})` : REASONS[type];
}
