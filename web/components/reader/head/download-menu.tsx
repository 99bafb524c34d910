import type { Document } from '../../../../functions/shared/http/api.ts'
import { exportFormats, exportUrl } from '../../../api/links.ts'
import { Menu } from '../../menu.tsx'

/** The API writes no PDF for a document that has one as original. */
const isPdf = /\.pdf$/i

/** Opens a list of the formats. */
export function DownloadMenu({ document: { id, filename } }: { document: Document }) {
  const offered = exportFormats.filter(
    ([format]) => format !== 'pdf' || !isPdf.test(filename ?? ''),
  )
  return (
    <Menu name="Download" icon="download" note=": formats">
      {(close) => (
        <ul>
          {offered.map(([format, name]) => (
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
