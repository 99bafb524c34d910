import type { Document } from '../../../../functions/shared/http/api.ts'
import { exportFormats, exportUrl } from '../../../api/links.ts'
import { Menu } from '../../menu.tsx'

/** Opens a list of the formats. */
export function DownloadMenu({ document: { id } }: { document: Document }) {
  return (
    <Menu name="Download" icon="download" note=": formats">
      {(close) => (
        <ul>
          {exportFormats.map(([format, name]) => (
            <li key={format}>
              {/* The answer names the file. */}
              <a href={exportUrl(id, format)} download onClick={close}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Menu>
  )
}
