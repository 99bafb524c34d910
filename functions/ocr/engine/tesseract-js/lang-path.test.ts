import { expect, test } from 'vitest'
import { fromLangPath, toLangPath } from './lang-path.ts'

const paths = {
  eng: '/usr/share/a "b"/eng.traineddata',
  chi_sim: 'C:\\data\\chi_sim.traineddata.gz',
}

test.each(Object.entries(paths))(
  '%s is found again in what tesseract.js asks for',
  (code, path) => {
    expect(fromLangPath(`${toLangPath(paths)}/${code}.traineddata`)).toBe(path)
  },
)

test('a language without data has no path', () => {
  expect(() => fromLangPath(`${toLangPath(paths)}/deu.traineddata`)).toThrow('Expected the path')
})
