import type { Writer } from '../writer.ts'

const absolute = (x: number, y: number, text: string, style = '') =>
  `<div style="position:absolute;left:${x}px;top:${y}px;white-space:nowrap;${style}">${text}</div>`

/** Slide with few large words on a coloured background. */
export function slide(w: Writer, ground: string, ink: string): string {
  const point = () => `<p style="margin:0 0 26px">${w.sentence()}</p>`
  return `<article class="sans" style="padding:50px 70px;background:${ground};color:${ink};font-size:27px">
<h1 style="font-size:48px">${w.title()} ${w.word()}</h1>${w.times(4, point).join('')}
<p style="font-size:15px;margin-top:50px">${w.name()}, ${w.date()}</p></article>`
}

/** Bar or line chart with horizontal labels. */
export function chart(w: Writer, { hue, isLine }: { hue: number; isLine: boolean }): string {
  const values = w.times(7, () => w.int(40, 330))
  const x = (index: number) => 90 + index * 92
  const bars = values.map(
    (value, index) =>
      `<rect x="${x(index)}" y="${400 - value}" width="58" height="${value}" fill="hsl(${hue + index * 12} 55% 55%)"/>`,
  )
  const points = values.map((value, index) => `${x(index) + 29},${400 - value}`).join(' ')
  const line = `<polyline points="${points}" fill="none" stroke="hsl(${hue} 60% 45%)" stroke-width="3"/>`
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July']
  const grid = [0, 100, 200, 300].map((y) => `<path d="M80 ${400 - y}H740" stroke="#ccc"/>`)
  return `<article class="sans" style="position:relative;padding:0;height:490px;font-size:14px">
<svg width="760" height="480" style="position:absolute;left:0;top:0">${grid.join('')}${isLine ? line : bars.join('')}</svg>
${absolute(90, 12, `${w.title()} in ${w.int(1990, 2026)}`, 'font-size:21px;font-weight:600')}
${values.map((value, index) => absolute(x(index) + 16, 400 - value - (isLine ? 32 : 24), String(value))).join('')}
${[300, 200, 100, 0].map((y) => absolute(42, 390 - y, String(y))).join('')}
${months.map((month, index) => absolute(x(index) + 2, 406, month)).join('')}
${absolute(90, 440, `Source: ${w.name()}, ${w.date()}`, 'font-size:12px')}</article>`
}

/** Floor plan: small labels on a large sheet. */
export function plan(w: Writer, width: number, height: number): string {
  const [columns, rows] = [4, 3]
  const [side, rise] = [(width - 120) / columns, (height - 170) / rows]
  const rooms = w.times(columns * rows, (index) => {
    const x = Math.round(60 + (index % columns) * side)
    const y = Math.round(60 + Math.floor(index / columns) * rise)
    const [inX, inY] = [w.int(40, Math.round(side) - 170), w.int(40, Math.round(rise) - 60)]
    return {
      wall: `<rect x="${x}" y="${y}" width="${side}" height="${rise}"/><path d="M${x + 30} ${y}a40 40 0 0 1 40 40V${y}"/>`,
      label: absolute(x + inX, y + inY, `${w.title()} ${w.amount()} m`),
    }
  })
  return `<article class="sans" style="position:relative;padding:0;width:${width}px;height:${height}px;font-size:8pt;line-height:1.2">
<svg width="${width}" height="${height}" style="position:absolute;left:0;top:0" fill="none" stroke="#000" stroke-width="3">${rooms.map(({ wall }) => wall).join('')}</svg>
${rooms.map(({ label }) => label).join('')}
${absolute(width - 330, height - 80, `${w.title()}, sheet ${w.int(2, 40)}, ${w.date()}`, 'font-size:10pt')}</article>`
}

/** Photograph across the whole width, above five columns of small print. */
export function magazine(w: Writer, photograph: string): string {
  return `<article class="serif" style="padding:24px;width:1170px;font-size:10.5px;line-height:1.4">
<img src="${photograph}" width="1122" height="560" alt="" style="display:block;margin-bottom:14px">
<h1 style="font-size:30px;margin:0 0 12px">${w.title()} and ${w.word()}</h1>
<div style="columns:5;column-gap:18px">${w.times(9, () => `<p style="margin:0 0 6px">${w.paragraph(4)}</p>`).join('')}</div></article>`
}

/** A few lines in one colour on another, or on a photograph. */
export function poster(w: Writer, ground: string, ink: string, size = 26): string {
  return `<style>html,body{background:transparent}</style>
<article class="sans" style="padding:34px;background:${ground};background-size:cover;color:${ink};font-size:${size}px">
${w.times(5, () => `<p style="margin:0 0 10px">${w.sentence()}</p>`).join('')}</article>`
}
