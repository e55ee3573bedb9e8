/** What is remembered of one file of a folder, between polls. */
export interface FileNote {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** On which it is to be found with others: a few hundred of a large folder. */
  readonly shelf: number;
  /** Another one: other content, or to be understood differently. Empty: to be read again. */
  readonly key: string;
  /** `twin`: readable, but another file has the article. */
  readonly state: 'read' | 'unreadable' | 'twin';
  /** The id of the article last read from it. */
  readonly article?: string;
}

/** The notes on the files of one folder, as they were stored with what its last poll brought. */
export interface FileNotes {
  onShelf(shelf: number): Promise<readonly FileNote[]>;
  of(paths: readonly string[]): Promise<readonly FileNote[]>;
  /** Those of the files that one of these articles was last read from. */
  holding(articles: readonly string[]): Promise<readonly FileNote[]>;
}

/** How the notes of a folder change. */
export interface FileChanges {
  readonly noted: readonly FileNote[];
  /** The paths of files of which nothing is remembered any more. */
  readonly forgotten: readonly string[];
}
