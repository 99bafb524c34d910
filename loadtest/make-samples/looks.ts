/** Effect of a scanner or a camera on a page. Levels are 0..255. */
export interface Look {
  colour: 'colour' | 'grey' | 'bitonal'
  /** Level of white paper, for red, green and blue; grey uses the first. */
  paper: readonly number[]
  /** Level of black ink; with `paper` it determines the contrast. */
  ink: number
  /** Standard deviation in pixels. */
  blur: number
  /** Standard deviation of the noise. */
  grain: number
  /** Darkening of the lower right corner relative to the upper left one, 0..1. */
  shade: number
}

export const clean: Look = {
  colour: 'grey',
  paper: [255, 255, 255],
  ink: 0,
  blur: 0,
  grain: 0,
  shade: 0,
}
export const vivid: Look = { ...clean, colour: 'colour' }
export const flatbed: Look = { ...clean, paper: [246], ink: 28, blur: 0.5, grain: 3 }
export const tinted: Look = { ...flatbed, colour: 'colour', paper: [248, 245, 238] }
export const faded: Look = { ...flatbed, paper: [226], ink: 112, grain: 4 }
export const photo: Look = {
  ...tinted,
  paper: [244, 236, 220],
  blur: 0.7,
  grain: 4,
  shade: 0.28,
}
export const greyPhoto: Look = { ...photo, colour: 'grey', paper: [236] }
export const fax: Look = { ...clean, colour: 'bitonal', blur: 0.7, grain: 14 }
export const copier: Look = { ...fax, ink: 40, blur: 0.9, grain: 22 }
