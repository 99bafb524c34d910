import { type Signal, signal } from '@preact/signals'
import type { Document, Page } from '../../functions/shared/http/api.ts'
import type { Upload } from '../uploads/upload.ts'

/** List entry: a picked file, the document it became, or a document of the server. */
export interface Item {
  /** Stays the same when a file becomes a document. */
  readonly key: string
  readonly upload: Upload | null
  /** Id of the document; null before the upload is accepted. */
  id: string | null
  /** Null before the upload is accepted, while the document is not loaded, and after it was deleted. */
  readonly document: Signal<Document | null>
}

/**
 * All documents known to the page, and the shown list, newest first. `used` gives the documents that are shown
 * elsewhere and stay known.
 */
export function createLibrary({ used = null as (() => ReadonlySet<string>) | null } = {}) {
  const items = signal<readonly Item[]>([])
  const byId = new Map<string, Item>()

  function upsert(document: Document): Item {
    const { id } = document
    const known = byId.get(id)
    if (known) {
      update(document)
      return known
    }
    const item = { key: id, upload: null, id, document: signal<Document | null>(document) }
    byId.set(id, item)
    return item
  }

  /** Ignores a document older than the known one. */
  function update(document: Document) {
    const item = byId.get(document.id)
    const shown = item?.document.peek()
    if (item && (!shown || document.changes >= shown.changes)) item.document.value = document
  }

  /** Replaces pages of a document, which then includes that change; ignored if it did before. */
  function updatePages(id: string, pages: readonly Page[], changes: number) {
    const item = byId.get(id)
    const shown = item?.document.peek()
    if (!item || !shown || shown.changes >= changes) return
    const replaced = new Map(pages.map((page) => [page.page, page]))
    const all = shown.pages.map((page) => replaced.get(page.page) ?? page)
    item.document.value = { ...shown, changes, pages: all }
  }

  return {
    items,
    upsert,
    update,
    updatePages,
    find: (id: string) => byId.get(id),
    addUploads(uploads: readonly Upload[]) {
      const added = uploads.map((upload) => ({
        ...{ key: upload.key, upload, id: null },
        document: signal<Document | null>(null),
      }))
      items.value = [...added, ...items.value]
    },
    /** Turns a file into its document, which may already be in the list if the same key was sent twice. */
    accept(upload: Upload, document: Document) {
      const item = items.value.find((each) => each.upload === upload)
      const known = byId.get(document.id)
      if (!item) return
      byId.set(document.id, item)
      item.id = document.id
      item.document.value = known?.document.peek() ?? document
      items.value = items.value.filter((each) => each !== known || each === item)
    },
    addDocuments(documents: readonly Document[]) {
      const added = documents.map(upsert)
      items.value = [...added, ...items.value.filter((item) => !added.includes(item))]
    },
    /** Replaces the list; files, and documents accepted since it was requested, stay on top. */
    show(documents: readonly Document[]) {
      const listed = new Set(documents.map(upsert))
      const unlisted = items.value.filter(
        (item) => !listed.has(item) && (item.id === null || item.document.peek()?.changes === 0),
      )
      items.value = [...unlisted, ...listed]
    },
    /** Sorts the given documents, newest first, within the places they occupy. */
    arrange(documents: readonly Document[]) {
      const shown = new Set(items.value)
      const inOrder = documents
        .flatMap(({ id }) => byId.get(id) ?? [])
        .filter((item) => shown.has(item))
      const moved = new Set(inOrder)
      items.value = items.value.map((item) => (moved.has(item) ? (inOrder.shift() ?? item) : item))
    },
    showOlder(documents: readonly Document[]) {
      const shown = new Set(items.value)
      items.value = [...items.value, ...documents.map(upsert).filter((item) => !shown.has(item))]
    },
    removeDocument(id: string) {
      const item = byId.get(id)
      byId.delete(id)
      if (!item) return
      items.value = items.value.filter((each) => each !== item)
      item.document.value = null
    },
    removeUpload(upload: Upload) {
      items.value = items.value.filter((item) => item.upload !== upload)
    },
    /** Drops what is known of documents that are not shown. */
    sweep() {
      if (used === null) return
      const [shown, kept] = [new Set(items.value), used()]
      for (const [id, item] of byId) if (!shown.has(item) && !kept.has(id)) byId.delete(id)
    },
  }
}

export type Library = ReturnType<typeof createLibrary>
