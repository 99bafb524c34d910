/** In a reader's place: says that it is absent, for the reason that it is sent; or dies. */
process.on('message', (reason) => {
  if (reason === 'die') process.exit(1)
  process.send?.({ kind: 'absent', reason })
})
process.once('disconnect', () => process.exit())
