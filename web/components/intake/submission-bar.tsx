import type { Question, Submission } from '../../app/submission.ts'
import { formatCount, formatNumber } from '../../format/quantity.ts'

/** Files being looked at, and what to do with those that do not make one document as they are. */
export function SubmissionBar({ submission }: { submission: Submission }) {
  const { checking, question } = submission
  return (
    <>
      {checking.value > 0 && (
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
  const { files, documents, missed } = question
  const joined =
    documents.length === 1
      ? `Make 1 document of ${formatNumber(files.length)}`
      : `Make ${formatNumber(documents.length)} documents`
  return (
    <section class="batch question" aria-label="One document">
      <p role="alert">
        {missed.length > 0 &&
          `${formatCount(missed.length, 'file')} cannot be ${missed.length === 1 ? 'a page' : 'pages'}: ${missed.map(({ path, fault }) => `${path} (${fault.title})`).join(', ')}. `}
        {documents.length > 1 &&
          `${formatCount(files.length, 'file')} are too many for one document: they make ${formatNumber(documents.length)}, of ${documents.map(({ length }) => formatNumber(length)).join(', ')} files. `}
        Nothing was sent yet.
      </p>
      <p class="question-answers">
        <button type="button" class="button primary" onClick={() => submission.answer('joined')}>
          {joined}
        </button>
        <button type="button" class="button" onClick={() => submission.answer('single')}>
          A document of each file
        </button>
        <button type="button" class="button" onClick={() => submission.answer('none')}>
          Cancel
        </button>
      </p>
    </section>
  )
}
