/** Test double of a reader: answers `absent` with the received text as the reason, or ends. */
process.on('message', (reason) => {
  if (reason === 'die') process.exit(1)
  process.send?.({ kind: 'absent', reason })
})
process.once('disconnect', () => process.exit())
