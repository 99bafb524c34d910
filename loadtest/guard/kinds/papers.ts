import type { Writer } from '../writer.ts'

const paragraphs = (w: Writer, count: number) =>
  w.times(count, () => `<p>${w.paragraph(4)}</p>`).join('')
const article = (face: string, content: string, style = '') =>
  `<article class="${face}" style="${style}">${content}</article>`

export type PaperKind = (writer: Writer, face: string) => string

export const letter: PaperKind = (w, face) =>
  article(
    face,
    `<p class="right">${w.name()}<br>${w.int(2, 90)} Orchard Lane<br>${w.date()}</p>
<p>Dear ${w.name()},</p>${paragraphs(w, 4)}<p>Yours sincerely,<br>${w.name()}</p>`,
  )

export const report: PaperKind = (w, face) => {
  const part = (index: number) => `<h2>${index + 1}. ${w.title()}</h2>${paragraphs(w, 2)}`
  return article(face, `<h1>${w.title()} ${w.word()}</h1>${w.times(4, part).join('')}`)
}

export const table: PaperKind = (w, face) => {
  const row = () =>
    `<tr><td>${w.ware()}</td><td>${w.date()}</td><td class="n">${w.int(1, 40)}</td><td class="n">${w.amount()}</td><td class="n">${w.amount()}</td></tr>`
  return article(
    face,
    `<h1>${w.title()}</h1><p>${w.sentence()}</p><table><tr><th>Article</th><th>Date</th><th class="n">Number</th><th class="n">Price</th><th class="n">Sum</th></tr>
${w.times(16, row).join('')}</table><p>${w.sentence()}</p>`,
  )
}

export const form: PaperKind = (w, face) => {
  const fields = [
    'Name',
    'Street',
    'Town',
    'Telephone',
    'Date of birth',
    'Member since',
    'Reason',
    'Place',
  ]
  const answers = [w.name, w.title, w.word, w.count, w.date, w.date, w.title, w.word]
  const field = (name: string, index: number) =>
    `<div style="border:1.5px solid #333;padding:3mm;margin-bottom:3mm;display:flex;gap:6mm"><span style="width:34mm">${name}</span><span style="font-family:'Courier Prime'">${answers[index]?.()}</span></div>`
  return article(
    face,
    `<h1>${w.title()} form</h1><p>${w.sentence()}</p>${fields.map(field).join('')}<p>${w.paragraph(2)}</p>`,
    'padding:12mm',
  )
}

export const receipt: PaperKind = (w, face) => {
  const row = () => `<tr><td>${w.ware()}</td><td class="n">${w.amount()}</td></tr>`
  return article(
    face,
    `<p class="center">${w.title()}<br>${w.int(2, 90)} Market Street<br>${w.date()} ${w.clock()}</p>
<table>${w.times(w.int(8, 14), row).join('')}<tr class="rule"><td>TOTAL</td><td class="n">${w.amount()}</td></tr>
<tr><td>Card</td><td class="n">${w.amount()}</td></tr></table><p class="center">Receipt ${w.count()}<br>Thank you for your visit</p>`,
    'padding:5mm;font-size:10.5pt;line-height:1.3',
  )
}

export const card: PaperKind = (w, face) =>
  article(
    `${face} center`,
    `<h1 style="margin-bottom:2mm">${w.name()}</h1><p style="margin-bottom:5mm">${w.title()}</p>
<p style="margin:0">${w.int(2, 90)} Harbour Street<br>Telephone 0555 ${w.count()}<br>${w.word()}@${w.word()}.example</p>`,
    'padding:9mm 5mm;font-size:10.5pt;line-height:1.35',
  )

export const label: PaperKind = (w, face) =>
  article(
    face,
    `<h1 style="margin-bottom:3mm">${w.ware()}</h1><p style="margin:0">${w.sentence()}<br>Net weight ${w.int(100, 900)} g<br>Best before ${w.date()}<br>Lot ${w.count()}</p>`,
    'padding:6mm;font-size:11pt;line-height:1.35',
  )
