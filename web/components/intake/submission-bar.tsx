import type { Question, Submission } from '../../app/submission.ts'
import { formatBytes, formatCount, formatList, formatNumber } from '../../format/quantity.ts'

/** Fewer are looked at in a moment, and a line would only flicker. */
const manyFiles = 50

/** Files being looked at, and what to do with those that do not make one document as they are, or not yet. */
export function SubmissionBar({ submission }: { submission: Submission }) {
  const { checking, question } = submission
  return (
    <>
      {checking.value > manyFiles && (
        <section class="batch" aria-label="Files">
          <p class="batch-head" role="status">
            <strong>{`Looking at ${formatCount(checking.value, 'file')}…`}</strong>
          </p>
        </section>
      )}
      {question.value && <QuestionBar submission={submission} question={question.value} />}
    </>
  )
}

function QuestionBar({ submission, question }: { submission: Submission; question: Question }) {
  const count = question.documents.length
  const answers = [
    ['joined', `Make ${formatCount(count, 'document')}`],
    ['single', 'A document of each file'],
    ['none', 'Cancel'],
  ] as const
  return (
    <section class="batch question" aria-label="One document">
      <p role="alert">{`${reasonOf(question)} Nothing was sent yet.`}</p>
      <p class="question-answers">
        {answers.map(([choice, text]) => (
          <button
            key={choice}
            type="button"
            class={choice === 'joined' ? 'button primary' : 'button'}
            onClick={() => submission.answer(choice)}
          >
            {text}
          </button>
        ))}
      </p>
    </section>
  )
}

/** Why the files are not one document yet: photos may follow, some are missing, or they are too many. */
function reasonOf({ files, documents, missed, limits, mayFollow }: Question): string {
  const named = missed.slice(0, 5).map(({ path, fault }) => `${path} (${fault.title})`)
  const more = missed.length - named.length
  const names = formatList(more > 0 ? [...named, `${formatNumber(more)} more`] : named)
  const reasons: string[] = []
  if (mayFollow) {
    reasons.push(
      `${formatCount(files.length, 'picture')} for one document: take the next, or make it.`,
    )
  }
  if (missed.length > 0) reasons.push(`Files that cannot be pages: ${names}.`)
  if (limits && documents.length > 1) {
    const most = `${formatCount(limits.pages, 'file')} and ${formatBytes(limits.uploadBytes)}`
    const made = formatNumber(documents.length)
    reasons.push(
      `A document has at most ${most}: these ${formatCount(files.length, 'file')} make ${made}.`,
    )
  }
  return reasons.join(' ')
}
