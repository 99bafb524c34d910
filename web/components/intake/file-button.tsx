import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { toPicked } from '../../uploads/files/dropped-files.ts'
import { nameByTime } from '../../uploads/files/name-by-time.ts'
import type { PickedFile } from '../../uploads/files/select-files.ts'

export interface FileButtonProps {
  class: string
  /** What it opens: a choice of files, of a folder, or the camera. */
  opens: 'files' | 'folder' | 'camera'
  /** Media types and extensions offered first; any file of a folder is offered. */
  accept: string
  onFiles: (files: PickedFile[]) => void
  children: ComponentChildren
}

/** Button that lets the user choose files. */
export function FileButton({ opens, accept, onFiles, children, ...props }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" class={props.class} onClick={() => input.current?.click()}>
        {children}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={opens === 'files'}
        {...{ webkitdirectory: opens === 'folder' }}
        accept={opens === 'camera' ? 'image/*' : opens === 'files' ? accept : undefined}
        capture={opens === 'camera' ? 'environment' : undefined}
        onChange={({ currentTarget }) => {
          const files = currentTarget.files ?? []
          const named = { kind: 'Photo', now: new Date() } as const
          onFiles(toPicked(opens === 'camera' ? nameByTime(files, named) : files))
          currentTarget.value = ''
        }}
      />
    </>
  )
}
