import { expect, test } from 'vitest'
import { findLanguageData } from '../../language-data.ts'
import { engineContract } from '../contract/engine.contract.ts'
import { createLibtesseract } from './libtesseract.ts'

const onStuck = () => {
  throw new Error('stuck')
}
const engine = createLibtesseract({ data: findLanguageData(['eng']), onStuck })

if (engine) engineContract('libtesseract', () => engine)
else if (process.env.CI === 'true') throw new Error('Expected libtesseract.so.5 to be installed')
else test.skip('libtesseract is not installed on this machine')

test('packed language data is not for it', () => {
  const data = { folder: '/', gzip: true, model: 'm' }

  expect(createLibtesseract({ data, onStuck })).toBeNull()
})
