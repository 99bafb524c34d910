import { findLanguageData } from '../../languages/language-data.ts'
import { engineContract } from '../contract/engine.contract.ts'
import { createTesseractJs } from './tesseract-js.ts'

engineContract('tesseract.js', () => createTesseractJs(findLanguageData(['eng', 'fra'])))
