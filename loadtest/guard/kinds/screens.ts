import type { Theme } from '../colours.ts'
import type { Writer } from '../writer.ts'

/** Typography of a screen. */
export interface Screen {
  theme: Theme
  /** Font size in CSS px. */
  size: number
  /** CSS font-family. */
  font: string
  /** Line height relative to the font size. */
  leading: number
}

export type ScreenKind = (writer: Writer, screen: Screen) => string

function article({ theme, size, font, leading }: Screen, content: string, style = ''): string {
  const colours = `background:${theme.ground};color:${theme.ink}`
  return `<style>html,body{background:${theme.ground}}p,h1,h2,h3,table,pre{margin:0}
th,td{padding:2px 8px 2px 0;white-space:nowrap}b,th{font-weight:600}.faint{color:${theme.faint}}
.row{display:flex;gap:12px}.accent{color:${theme.accent}}</style>
<article style="padding:12px;font:${size}px/${leading} ${font};${colours};${style}">${content}</article>`
}

const lines = (items: string[]) => items.map((item) => `<p>${item}</p>`).join('')
const cells = (items: string[]) => `<tr>${items.map((item) => `<td>${item}</td>`).join('')}</tr>`

export const notes: ScreenKind = (w, screen) => {
  const gap = w.pick(['', '<br><br>'])
  return article(screen, lines(w.times(4, () => `${w.paragraph(4)}${gap}`)))
}

export const desktop: ScreenKind = (w, screen) => {
  const { side, line } = screen.theme
  const menu = w.times(9, () => `<p style="padding:3px 0">${w.title()}</p>`).join('')
  const mails = w.times(
    8,
    () => `<div style="border-bottom:1px solid ${line};padding:5px 0">
<div class="row" style="justify-content:space-between"><b>${w.name()}</b><span class="faint">${w.clock()}</span></div>
<p>${w.title()}</p></div>`,
  )
  return article(
    screen,
    `<div class="row" style="background:${side};padding:6px 10px">${['File', 'Edit', 'View', 'Tools', 'Help'].map((item) => `<span>${item}</span>`).join('')}</div>
<div class="row"><div style="background:${side};padding:10px;width:150px;flex:none">${menu}</div>
<div style="width:260px;flex:none">${mails.join('')}</div>
<div style="padding:8px"><h2>${w.title()}</h2><p class="faint">${w.name()}, ${w.date()}</p><br>${lines(w.times(3, () => `${w.paragraph(3)}<br><br>`))}</div></div>`,
    'padding:0',
  )
}

export const dialog: ScreenKind = (w, screen) => {
  const { line, accent, side, ground } = screen.theme
  const button = (name: string, style: string) =>
    `<span style="padding:4px 14px;border-radius:4px;${style}">${name}</span>`
  return article(
    screen,
    `<b>${w.title()}</b><br><br><p>${w.sentence()}</p><p>${w.sentence()}</p><br>
<div class="row" style="justify-content:flex-end">${button('Cancel', `border:1px solid ${line};background:${side}`)}
${button('Replace all', `background:${accent};color:${ground}`)}</div>`,
  )
}

export const fileList: ScreenKind = (w, screen) =>
  article(
    screen,
    `<table style="width:auto"><tr><th>Name</th><th>Size</th><th>Changed</th><th>Owner</th></tr>${w
      .times(22, () => cells([w.file(), `${w.int(2, 990)} KB`, w.date(), w.name()]))
      .join('')}</table>`,
  )

export const chat: ScreenKind = (w, screen) => {
  const { side, accent, ground } = screen.theme
  const message = (index: number) => {
    const isOwn = index % 3 === 1
    const colours = isOwn
      ? `background:${accent};color:${ground};margin-left:70px`
      : `background:${side}`
    return `<div style="${colours};margin-bottom:8px;padding:7px 11px;border-radius:10px;max-width:330px">
<p><b>${w.name()}</b> ${w.clock()}</p><p>${w.sentence()}</p></div>`
  }
  return article(screen, w.times(8, message).join(''))
}

export const browser: ScreenKind = (w, screen) => {
  const { line, side } = screen.theme
  const links = w.times(5, () => `<span class="accent">${w.title()}</span>`).join('')
  return article(
    screen,
    `<div class="row" style="border-bottom:1px solid ${line};padding:8px 0">${links}</div>
<div class="row" style="gap:28px;padding:14px 0"><div style="flex:1"><h1>${w.title()} ${w.word()}</h1>
<p class="faint">${w.name()}, ${w.date()}</p><br>${lines(w.times(4, () => `${w.paragraph(4)}<br><br>`))}</div>
<div style="width:190px;flex:none;background:${side};padding:10px;height:max-content"><h3>${w.title()}</h3>${lines(w.times(6, w.title))}</div></div>`,
  )
}

export const code: ScreenKind = (w, screen) => {
  const { faint } = screen.theme
  const keyword = (text: string) => `<span class="accent">${text}</span>`
  const block = () => {
    const [name, part, other] = [w.word(), w.word(), w.word()]
    return `${keyword('function')} ${name}(${part}) {
  <span style="color:${faint}">// ${w.sentence()}</span>
  ${keyword('const')} ${other} = ${part}.length * ${w.int(2, 90)}
  ${keyword('if')} (${other} &gt; ${w.count()}) ${keyword('return')} "${w.title()}"
  ${keyword('return')} ${name}(${part}.slice(1))
}

`
  }
  return article(screen, `<pre style="font:inherit">${w.times(5, block).join('')}</pre>`)
}

export const spreadsheet: ScreenKind = (w, screen) => {
  const { line, side } = screen.theme
  const row = (first: string) => cells([first, w.date(), ...w.times(4, w.amount)])
  return article(
    screen,
    `<style>td,th{border:1px solid ${line};padding:2px 10px}th{background:${side}}</style>
<table style="width:auto"><tr><th>Item</th><th>Date</th><th>Net</th><th>Tax</th><th>Gross</th><th>Paid</th></tr>
${w.times(18, () => row(w.ware())).join('')}</table>`,
  )
}

export const terminal: ScreenKind = (w, screen) => {
  const command = () =>
    `<b class="accent">${w.word()}@${w.word()}</b>:~/${w.word()}$ ${w.pick(['ls -l', 'git log', 'tail -n 4'])} ${w.word()}\n`
  const entry = () =>
    `-rw-r--r-- 1 ${w.word()} ${w.word()} ${w.int(1000, 99999)} Oct ${w.int(10, 28)} ${w.clock()} ${w.file()}\n`
  const message = () =>
    `[${w.clock()}:${w.int(10, 59)}] ${w.pick(['info', 'warning', 'error'])}: ${w.sentence()}\n`
  const part = () => command() + w.times(4, entry).join('') + w.times(3, message).join('')
  return article(
    screen,
    `<pre style="font:inherit;white-space:pre-wrap">${w.times(3, part).join('')}</pre>`,
  )
}

/** Cards with large figures above a short table with badges, beside a dark menu. */
export const dashboard: ScreenKind = (w, screen) => {
  const { line, faint, accent, ground } = screen.theme
  const { size } = screen
  const card = () => `<div style="flex:1;border:1px solid ${line};border-radius:8px;padding:12px">
<p class="faint">${w.title()}</p><p style="font-size:${2 * size}px">${w.count()}</p><p class="faint">${w.amount()}% ${w.pick(['more', 'less'])}</p></div>`
  const badge = () =>
    `<span style="background:${accent};color:${ground};border-radius:9px;padding:1px 8px;font-size:${size - 1}px">${w.pick(['Open', 'Paid', 'Late', 'Draft'])}</span>`
  const row = () => cells([w.ware(), w.name(), badge(), w.date(), w.amount()])
  return article(
    screen,
    `<div class="row"><div style="background:#1f2937;color:#e5e7eb;padding:14px;width:150px;flex:none">${lines(w.times(9, w.title))}</div>
<div style="flex:1;padding:14px"><h1 style="font-size:${1.5 * size}px">${w.title()}</h1><br><div class="row">${w.times(4, card).join('')}</div><br>
<table style="width:100%"><tr style="color:${faint}"><th>Article</th><th>Customer</th><th>State</th><th>Date</th><th>Sum</th></tr>${w.times(6, row).join('')}</table></div></div>`,
    'padding:0',
  )
}

/** Weeks of seven days with coloured appointments. */
export const calendar: ScreenKind = (w, screen) => {
  const { line, accent, ground } = screen.theme
  const appointment = () =>
    `<p style="background:${accent};color:${ground};border-radius:3px;padding:1px 5px;margin-top:2px">${w.clock()} ${w.word()}</p>`
  const day = (index: number) =>
    `<div style="border:1px solid ${line};height:${6 * screen.size}px;padding:4px">${index + 1}${w.times(w.int(0, 2), appointment).join('')}</div>`
  const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((name) => `<b>${name}</b>`)
  return article(
    screen,
    `<h1>October ${w.int(2020, 2030)}</h1><br><div style="display:grid;grid-template-columns:repeat(7,1fr)">${names.join('')}${w.times(28, day).join('')}</div>`,
  )
}
