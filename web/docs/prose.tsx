/** Paragraphs of inline Markdown, separated by empty lines. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n\s*\n/).map((paragraph) => (
        <p key={paragraph}>
          <InlineMarkdown text={paragraph} />
        </p>
      ))}
    </>
  )
}

/** Text with `code` and **bold**. */
export function InlineMarkdown({ text }: { text: string }) {
  return (
    <>
      {text
        .split('`')
        .map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : bold(part)))}
    </>
  )
}

function bold(text: string) {
  return text
    .split('**')
    .map((part, index) => (index % 2 === 1 ? <strong key={part}>{part}</strong> : part))
}
