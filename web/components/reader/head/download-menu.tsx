import type { Document } from '../../../../functions/shared/http/api.ts'
import { exportFormats, exportUrl } from '../../../api/links.ts'
import type { Actions } from '../../../app/actions.ts'
import { Menu } from '../../menu.tsx'

interface DownloadMenuProps {
  document: Document
  actions: Actions
}

/** Opens a list of the formats. */
export function DownloadMenu({ document: { id }, actions }: DownloadMenuProps) {
  return (
    <Menu
      name="Download"
      icon="download"
      note=": formats"
      {...(actions.isDownloading.value && { label: 'Preparing…' })}
    >
      {(close) => (
        <ul>
          {exportFormats.map(([format, name]) => (
            <li key={format}>
              <a
                href={exportUrl(id, format)}
                download
                onClick={(event) => {
                  close()
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return
                  event.preventDefault()
                  void actions.download(id, format)
                }}
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Menu>
  )
}
