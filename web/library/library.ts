import { type Signal, signal } from '@preact/signals'
import type { Document } from '../../functions/shared/http/api.ts'
import type { Upload } from '../uploads/upload.ts'

/** One thing in the list: a picked file, the document that it became, or a document of the server. */
export interface Item {
  /** Stays the same when a file becomes a document. */
  readonly key: string
  readonly upload: Upload | null
  /** Null until it is one, and after it was deleted. */
  readonly document: Signal<Document | null>
}

/** Every document that the page knows, and the list of those that it shows, newest first. */
export function createLibrary() {
  const items = signal<readonly Item[]>([])
  const byId = new Map<string, Item>()

  function adopt(document: Document): Item {
    const known = byId.get(document.id)
    if (known) {
      update(document)
      return known
    }
    const item = { key: document.id, upload: null, document: signal<Document | null>(document) }
    byId.set(document.id, item)
    return item
  }

  /** What is older than what is shown changes nothing. */
  function update(document: Document) {
    const item = byId.get(document.id)
    const shown = item?.document.peek()
    if (item && (!shown || document.changes >= shown.changes)) item.document.value = document
  }

  function without(dropped: Item) {
    items.value = items.value.filter((item) => item !== dropped)
  }

  return {
    items,
    adopt,
    update,
    find: (id: string) => byId.get(id),
    addUploads(uploads: readonly Upload[]) {
      const added = uploads.map((upload) => ({
        key: upload.key,
        upload,
        document: signal<Document | null>(null),
      }))
      items.value = [...added, ...items.value]
    },
    /** The file is a document now. It may be one that is shown already, by its key sent twice. */
    accept(upload: Upload, document: Document) {
      const item = items.value.find((each) => each.upload === upload)
      const known = byId.get(document.id)
      if (!item) return
      if (known && known !== item) without(known)
      byId.set(document.id, item)
      item.document.value = known?.document.peek() ?? document
    },
    addDocuments(documents: readonly Document[]) {
      const added = documents.map(adopt)
      items.value = [...added, ...items.value.filter((item) => !added.includes(item))]
    },
    /** A list fresh from the server; files that are not documents yet stay on top. */
    show(documents: readonly Document[]) {
      const unsent = items.value.filter((item) => item.document.peek() === null)
      items.value = [...unsent, ...documents.map(adopt)]
    },
    /** Puts documents of one batch, newest first as the server lists them, into the places that they have. */
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
      items.value = [...items.value, ...documents.map(adopt).filter((item) => !shown.has(item))]
    },
    removeDocument(id: string) {
      const item = byId.get(id)
      byId.delete(id)
      if (!item) return
      without(item)
      item.document.value = null
    },
    removeUpload(upload: Upload) {
      items.value = items.value.filter((item) => item.upload !== upload)
    },
  }
}

export type Library = ReturnType<typeof createLibrary>
