/** Keys of account 1001 on the look-alike of X. */
export const X_KEYS = {
  TWITTER_APP_KEY: 'app-key-1',
  TWITTER_APP_SECRET: 'app-secret-1',
  TWITTER_ACCESS_TOKEN: '1001-access-token',
  TWITTER_ACCESS_SECRET: 'access-secret-1',
};

/** Keys of Page 2002 on the look-alike of Graph. */
export const PAGE_KEYS = {
  FACEBOOK_PAGE_ID: '2002',
  FACEBOOK_PAGE_ACCESS_TOKEN: '2002-page-token',
  FACEBOOK_APP_SECRET: 'graph-app-secret',
};
