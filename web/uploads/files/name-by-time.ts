/** Names pictures by their time: the clipboard calls each `image.png`, and the camera of an iPhone `image.jpg`. */
export function nameByTime(
  files: Iterable<File>,
  { kind, now }: { kind: 'Pasted' | 'Photo'; now: Date },
): File[] {
  const pad = (part: number) => String(part).padStart(2, '0')
  const day = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`
  const time = `${pad(now.getHours())}.${pad(now.getMinutes())}.${pad(now.getSeconds())}`
  return Array.from(files, (file) => {
    const [, extension] = /^image(\.(?:png|jpe?g|heic))$/.exec(file.name) ?? []
    if (extension === undefined) return file
    return new File([file], `${kind} ${day} ${time}${extension}`, { type: file.type })
  })
}
