import './docs.css'
import { render } from 'preact'
import { DocsPage } from './docs/docs-page.tsx'
import type { OpenApi } from './docs/open-api.ts'

async function load(): Promise<OpenApi> {
  const response = await fetch('openapi.json')
  if (!response.ok) throw new Error(`openapi.json answered ${response.status}`)
  return response.json()
}

const root = document.getElementById('page')
if (root) {
  try {
    const api = await load()
    render(<DocsPage api={api} origin={new URL('.', location.href).href.slice(0, -1)} />, root)
    // The element of the URL's fragment did not exist before the rendering.
    document.getElementById(location.hash.slice(1))?.scrollIntoView()
  } catch (error) {
    render(<p class="nothing">{`The description could not be loaded. ${String(error)}`}</p>, root)
  }
}
