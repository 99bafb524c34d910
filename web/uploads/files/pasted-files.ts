/** Names pictures by their time, because the clipboard calls each `image.png`. */
export function namePasted(files: readonly File[], now: Date): File[] {
  const pad = (part: number) => String(part).padStart(2, '0')
  const day = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`
  const time = `${pad(now.getHours())}.${pad(now.getMinutes())}.${pad(now.getSeconds())}`
  return files.map((file) =>
    file.name === 'image.png'
      ? new File([file], `Pasted ${day} ${time}.png`, { type: file.type })
      : file,
  )
}
