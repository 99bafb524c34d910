import { signal } from '@preact/signals'
import type { System } from '../../functions/shared/http/system-api.ts'
import { divide } from '../uploads/divide.ts'
import {
  isMissed,
  type PickedFile,
  type RefusedFile,
  selectFiles,
} from '../uploads/files/select-files.ts'
import type { Refusals } from '../uploads/refusals.ts'

/** What to do with files that do not make one document as they are, or not yet. */
export interface Question {
  files: readonly File[]
  /** The documents that they make, with as many files as one may have. */
  documents: readonly (readonly File[])[]
  /** Files left out that may have been meant as pages. */
  missed: readonly RefusedFile[]
  /** Whether further photos may follow: a camera gives one at a time. */
  mayFollow: boolean
  /** Null while they are unknown: the files are one document then. */
  limits: System['limits'] | null
}

export interface SubmissionDeps {
  limits: () => System['limits'] | null
  refusals: Refusals
  newKey: () => string
  /** Shows the list, which has the files in progress, those refused, and the question. */
  showList: () => void
  /** Sends files, each list of which is to be one document. */
  send: (documents: readonly (readonly File[])[]) => void
}

/** Picked files until they are sent: those that cannot be read are sorted out before. */
export function createSubmission({ limits, refusals, newKey, showList, send }: SubmissionDeps) {
  const isJoined = signal(false)
  const checking = signal(0)
  const question = signal<Question | null>(null)

  return {
    /** Whether all files picked together are to be one document. */
    isJoined,
    /** Number of files whose first bytes are being read. */
    checking,
    /** Nothing of its files is sent before it is answered. */
    question,
    async add(picked: readonly PickedFile[], { mayFollow = false } = {}): Promise<void> {
      if (picked.length === 0) return
      showList()
      checking.value += picked.length
      const known = limits()
      const { files, refused } = await selectFiles(picked, known)
      checking.value -= picked.length
      refusals.add(
        refused.map(({ path, fault }) => ({
          ...{ key: newKey(), name: path, fault },
          ...{ code: null, upload: null },
        })),
      )
      if (files.length === 0) return
      const left = refused.filter(isMissed)
      const isAlone = files.length + left.length < 2 && question.value === null && !mayFollow
      if (!isJoined.value || isAlone) return send(files.map((file) => [file]))
      // Files of an unanswered question are asked about again.
      const all = [...(question.value?.files ?? []), ...files]
      const missed = [...(question.value?.missed ?? []), ...left]
      const documents = divide(all, known)
      const asked = { files: all, documents, missed, limits: known }
      const isOpen = mayFollow || question.value?.mayFollow === true
      if (documents.length === 1 && missed.length === 0 && !isOpen) send(documents)
      else question.value = { ...asked, mayFollow: isOpen }
    },
    answer(choice: 'joined' | 'single' | 'none') {
      const asked = question.value
      question.value = null
      if (asked === null || choice === 'none') return
      send(choice === 'joined' ? asked.documents : asked.files.map((file) => [file]))
    },
  }
}

export type Submission = ReturnType<typeof createSubmission>
