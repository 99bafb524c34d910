import type { Consumer } from '../client/consumer.ts'
import type { Generation } from './generation.ts'

/**
 * States of a group, and what moves it between them.
 *
 * joining    No generation: a consumer connects and waits for the group, or will be created in a second.
 * settling   Partitions are assigned. Their committed offsets are being read; nothing is fetched, handed out or
 *            committed.
 * consuming  A generation fetches, hands out and commits.
 * draining   Like consuming, but nothing is handed out, and only fetches needed for a commit are made.
 * ended      The group was left.
 *
 *             assigned   offsets read           gap in a fetch   crashed, rejoin   stop       leave
 *  joining    settling   –                      –                joining           –          ended
 *  settling   settling   consuming or draining  –                joining           –          ended
 *  consuming  settling   –                      settling         joining           draining   ended
 *  draining   settling   –                      settling         joining           –          ended
 *
 * A generation ends with its state. The next generation gets its claims. `stop` is remembered.
 */
export type GroupState =
  | { name: 'joining'; consumer: Consumer | null }
  | { name: 'settling'; consumer: Consumer }
  | { name: 'consuming' | 'draining'; consumer: Consumer; generation: Generation }
  | { name: 'ended' }
