import { DeletedError, type Store } from '../../shared/store/store.ts'
import type {
  StoredDocument,
  StoredPageWithWords,
  TextVersion,
} from '../../shared/store/values/stored.ts'

/** A document to write, with its pages read one at a time. */
export interface Exported {
  document: StoredDocument
  /**
   * Pages in order, each read on demand. Rejects like the store, and with DeletedError once the document is deleted.
   */
  pages(): AsyncIterable<StoredPageWithWords>
  /** A page as it was recognized, by number from 1; null if it does not exist. Rejects like the store. */
  recognized(page: number): Promise<StoredPageWithWords | null>
}

/** `document` was read with the same `reading`. */
export function toExported(
  store: Pick<Store, 'page'>,
  document: StoredDocument,
  reading?: TextVersion,
): Exported {
  return {
    document,
    recognized: (page) => store.page(document.id, page, 'recognized'),
    async *pages() {
      for (const { page } of document.pages) {
        const found = await store.page(document.id, page, reading)
        if (found === null) throw new DeletedError('The document was deleted during the read')
        yield found
      }
    },
  }
}
