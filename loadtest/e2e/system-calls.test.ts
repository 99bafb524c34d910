import { expect, test } from 'vitest'
import { acceptedUploads } from './system-calls.ts'

const request = '580 read(38<socket:[902]>, "POST /v1/documents HTTP/1.1\\r\\nh"..., 65536) = 32584'
const log = '580 fsync(24</data/log.sqlite-wal>) = 0'
const storeBegun = '596 fsync(23</data/store.sqlite-wal> <unfinished ...>'
const storeDone = '596 <... fsync resumed>)              = 0'
const answer =
  '580 writev(38<socket:[902]>, [{iov_base="HTTP/1.1 202 Accepted\\r\\n"..., iov_len=8}]'

test.each([
  ['both were synced', [request, log, storeBegun, storeDone, answer], { log: 1, store: 1 }],
  ['only before the request', [log, storeBegun, storeDone, request, answer], { log: 0, store: 0 }],
  ['only after the answer', [request, answer, log, storeBegun, storeDone], { log: 0, store: 0 }],
  ['one was unfinished', [request, log, storeBegun, answer, storeDone], { log: 1, store: 0 }],
  [
    'the request was traced in two parts',
    [...request.split(/(?<=, )(?=")/)].flatMap((part, at) =>
      at === 0 ? [`${part} <unfinished ...>`, log] : [`580 <... read resumed>${part}`, log, answer],
    ),
    { log: 1, store: 0 },
  ],
  ['one failed', [request, `${log.slice(0, -1)}-1 EIO`, answer], { log: 0, store: 0 }],
])('syncs between a request and its 202: %s', (_, lines, syncs) => {
  const uploads = acceptedUploads(['580 read(3</etc/hosts>, "", 1) = 0', ...lines].join('\n'))

  expect(uploads).toEqual([{ syncs }])
})
