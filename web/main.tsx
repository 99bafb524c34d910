import './style.css'
import { render } from 'preact'
import { App } from './components/app.tsx'
import { createPage } from './page/create-page.ts'

const root = document.getElementById('page')
if (root) render(<App page={createPage(window)} />, root)
