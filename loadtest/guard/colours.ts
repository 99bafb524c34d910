/** Colours of a screen: background, text, sidebar, secondary text, lines, accent. */
export interface Theme {
  ground: string
  ink: string
  side: string
  faint: string
  line: string
  accent: string
}

export const light: Theme = {
  ...{ ground: '#fff', ink: '#1f2328', side: '#f3f4f6', faint: '#656d76' },
  ...{ line: '#d0d7de', accent: '#0b62c4' },
}
export const dark: Theme = {
  ...{ ground: '#1e1e1e', ink: '#d4d4d4', side: '#2a2a2d', faint: '#9da5ae' },
  ...{ line: '#454548', accent: '#6cb6ff' },
}
