import type { FileFormat } from './file-format.ts'
import {
  clean,
  copier,
  faded,
  fax,
  flatbed,
  greyPhoto,
  type Look,
  photo,
  tinted,
  vivid,
} from './looks.ts'

export interface Picture {
  /** The page `pages/NAME.html`; the file has the same name. */
  name: string
  about: string
  /** Width and minimum height in millimetres. */
  paper: readonly [number, number]
  dpi: number
  look: Look
  /** Skew in degrees. */
  turn: number
  format: FileFormat
}

const a4 = [210, 297] as const
const a5 = [148, 210] as const
const card = [85, 55] as const

const jpg = (quality: number): FileFormat => ({ type: 'jpg', quality })
const lyingJpg = (quality: number): FileFormat => ({ type: 'jpg', quality, lyingOnItsSide: true })
const webp = (quality: number): FileFormat => ({ type: 'webp', quality })
const png: FileFormat = { type: 'png' }
const bitonalPng: FileFormat = { type: 'png', colours: 2 }
const fewGreysPng: FileFormat = { type: 'png', colours: 16 }
const tif: FileFormat = { type: 'tif', compression: 'ccittfax4' }
const greyTif: FileFormat = { type: 'tif', compression: 'lzw' }

type Row = [
  name: string,
  about: string,
  paper: Picture['paper'],
  dpi: number,
  look: Look,
  turn: number,
  format: FileFormat,
]

const rows: Row[] = [
  ['letter-roof', 'letter of a tenant, grey scan', a4, 170, flatbed, 0.6, jpg(60)],
  ['letter-thanks', 'private letter in a light face, colour', a5, 200, tinted, -0.5, jpg(60)],
  ['letter-school', 'letter of a school, clean colour', a4, 150, vivid, 0, webp(70)],
  ['letter-complaint', 'typewritten letter, bitonal', a4, 200, fax, -0.8, tif],
  ['letter-offer', 'letter of a workshop, photographed', a4, 160, photo, 0.9, jpg(60)],
  ['report-footpaths', 'page of a survey with headings', a4, 170, flatbed, 0, jpg(60)],
  ['report-rainfall', 'report with a table, bitonal', a4, 300, fax, 0.7, tif],
  ['report-bees', 'page of a report, low contrast', a4, 160, faded, -0.6, jpg(60)],
  ['newsletter-allotment', 'newsletter in two columns, colour', a4, 170, tinted, 0, webp(65)],
  ['newsletter-choir', 'newsletter in two columns, bitonal', a4, 250, fax, 0.5, bitonalPng],
  ['newsletter-museum', 'newsletter in two columns, grey', [210, 240], 160, flatbed, -0.5, jpg(60)],
  ['receipt-grocer', 'till receipt', [72, 110], 220, clean, 0, png],
  ['receipt-hardware', 'till receipt, faded', [76, 120], 220, faded, 1.2, jpg(55)],
  ['receipt-cafe', 'bill of a café, photographed on a table', [100, 140], 200, photo, 0, jpg(55)],
  ['invoice-joinery', 'invoice with a table, clean colour', a4, 150, vivid, 0, png],
  ['invoice-translation', 'invoice with a table, bitonal', [210, 240], 220, fax, 0.5, tif],
  ['form-library', 'form with typed answers, colour', a5, 200, tinted, 0.6, jpg(60)],
  ['form-repair', 'form with boxes, bitonal', a5, 220, fax, 0, bitonalPng],
  ['recipe-soup', 'recipe, colour', a5, 200, tinted, -0.7, webp(65)],
  ['recipe-marmalade', 'recipe in steps, photographed', a5, 200, greyPhoto, 1, jpg(60)],
  ['poem-ferry', 'poem in a light face', a5, 180, clean, 0, fewGreysPng],
  ['poem-kettle', 'typewritten poem, photocopied', a5, 200, copier, -1, bitonalPng],
  ['timetable-bus', 'timetable with seven columns', [210, 130], 200, flatbed, 0, jpg(55)],
  ['timetable-ferry', 'timetable, three columns, bitonal', [190, 140], 300, fax, 0.5, tif],
  ['label-jam', 'label of a jar, colour', [76, 50], 200, tinted, 0, jpg(60)],
  ['label-parcel', 'address of a parcel', [102, 90], 150, clean, 0, greyTif],
  ['label-plant', 'label of a plant, photographed', [76, 64], 200, photo, 2, webp(60)],
  ['memo-keys', 'typewritten memo, low contrast', a4, 150, faded, 0.8, jpg(60)],
  ['memo-kitchen', 'typewritten memo', a5, 200, flatbed, -1.4, jpg(60)],
  ['novel-lighthouse', 'page of a novel', a5, 220, greyPhoto, 0.5, jpg(60)],
  ['novel-station', 'page of a novel in a light face', a5, 220, flatbed, -0.5, jpg(60)],
  ['novel-winter', 'page of a novel, bitonal', [180, 250], 300, copier, -0.6, tif],
  ['minutes-residents', 'minutes with numbered headings', a4, 160, flatbed, 0.5, jpg(60)],
  ['minutes-club', 'typewritten minutes, bitonal', a4, 260, fax, 1, tif],
  ['card-clockmaker', 'business card in a light face', card, 260, tinted, 0, jpg(60)],
  ['card-surveyor', 'business card with an address, clean', card, 260, vivid, 0, png],
  ['shipping-note', 'delivery note with a table', a5, 200, greyPhoto, 0.6, jpg(60)],
  ['packing-list', 'list for a weekend, clean', a5, 170, clean, 0, fewGreysPng],
  ['manual-clock', 'page of a manual with numbered steps', a4, 170, flatbed, 0.5, webp(65)],
  ['notice-closing', 'notice in large letters', [210, 148], 130, photo, -1.6, jpg(60)],
  ['programme-concert', 'programme of a concert, colour', a5, 200, tinted, 0.5, webp(65)],
  ['menu-inn', 'menu with prices, photographed', a5, 190, photo, 0.7, jpg(60)],
  ['certificate', 'certificate with a frame', [210, 148], 180, tinted, 0, jpg(60)],
  [
    'postcard',
    'postcard, turned by its EXIF orientation',
    [148, 90],
    200,
    photo,
    0.8,
    lyingJpg(60),
  ],
  ['statutes', 'articles of a society, bitonal', a4, 300, fax, -0.5, tif],
  ['glossary', 'glossary in a light face', a5, 220, flatbed, 0, webp(65)],
]

export const pictures: Picture[] = rows.map(([name, about, paper, dpi, look, turn, format]) => ({
  name,
  about,
  paper,
  dpi,
  look,
  turn,
  format,
}))
