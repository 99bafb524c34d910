import './style.css'
import { render } from 'preact'
import { createApp } from './app/create-app.ts'
import { Root } from './components/root.tsx'

const root = document.getElementById('page')
if (root) render(<Root app={createApp(window)} />, root)
