import sharp, { type Sharp } from 'sharp'
import { oneOf, type Random, type Size, within } from './draw.ts'

const alphabets: [string, ...string[]] = [
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  '.,;:·\'"-_|!il1I',
  'äöüßéèçñøåłşğÆŒЖЩЯДфюΩψξπ',
  '▀▄█▌▐░▒▓■□▪●◆☰≡#@%&',
]

/** Random letters of one alphabet, without words, overlapping, over the whole picture. */
export function glyphField(random: Random, { width, height }: Size): Sharp {
  const alphabet = [...oneOf(random, alphabets)]
  const px = oneOf(random, [5, 8, 12, 20, 40, 150, 600, 2000])
  const lineHeight = Math.max(Math.round(px * oneOf(random, [0.4, 0.8, 1.2, 2])), 2)
  const perLine = Math.min(Math.ceil((width / px) * 2), 2000)
  const lines = Array.from({ length: Math.min(Math.ceil(height / lineHeight), 400) }, (_, row) => {
    const letters = Array.from({ length: perLine }, () => {
      const letter = alphabet[random() % alphabet.length] ?? ''
      return random() % 9 === 0 ? ' ' : letter.replace('&', '&amp;')
    })
    const x = -within(random, 0, px)
    return `<text x="${x}" y="${(row + 1) * lineHeight}">${letters.join('')}</text>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"
    font-family="${oneOf(random, ['DejaVu Sans', 'DejaVu Serif', 'DejaVu Sans Mono'])}"
    font-size="${px}">${lines.join('')}</svg>`
  return sharp(Buffer.from(svg), { unlimited: true }).flatten({ background: '#fff' })
}
