/** SVG paths in a 24 by 24 view box. */
const strokes = {
  damaged: 'M4 5h16v14H4z M4 19L20 5',
  picture: 'M4 5h16v14H4z M4 16l4.5-4.5 4 4 3-3L20 17 M15.5 9.5h.01',
  camera: 'M4 8h4l1.5-2.5h5L16 8h4v11H4z M12 16.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5z',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14z M20 20l-4-4',
  copy: 'M9 9h10v11H9z M5 15V4h10',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  download: 'M12 4v11 M7.5 11l4.5 4.5 4.5-4.5 M5 20h14',
  again: 'M19 12a7 7 0 1 1-2.2-5.1 M17.5 3v4.5H13',
  trash: 'M5 7h14 M10 7V4h4v3 M7 7l1 13h8l1-13',
  close: 'M6 6l12 12 M18 6L6 18',
  previous: 'M14.5 5.5L8 12l6.5 6.5',
  next: 'M9.5 5.5L16 12l-6.5 6.5',
  pulse: 'M3 12h4l2.5-6 4.5 12 2.5-6H21',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2 M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2',
  plus: 'M12 5v14 M5 12h14',
  minus: 'M5 12h14',
  both: 'M4 5h16v14H4z M12 5v14 M15 9h2.5 M15 12h2.5 M15 15h2.5',
  text: 'M5 6h14 M5 10h14 M5 14h14 M5 18h8',
  'fit-width': 'M4 5v14 M20 5v14 M8 12h8 M10 9.5L7.5 12l2.5 2.5 M14 9.5l2.5 2.5-2.5 2.5',
  'fit-page': 'M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5',
  pencil: 'M5 19l1-4L16.5 4.5l3 3L9 18z M14 7l3 3',
  doubt:
    'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z M9.8 9.7a2.3 2.3 0 1 1 3.4 2c-.8.4-1.2.9-1.2 1.8 M12 16.5h.01',
  undo: 'M9 7L4.5 11.5 9 16 M5 11.5h9a5 5 0 0 1 0 8h-3',
  back: 'M20 12H5 M11 5.5L4.5 12l6.5 6.5',
  cards: 'M4 5h16v6H4z M4 14h16v6H4z',
  rows: 'M4 6h16 M4 12h16 M4 18h16',
  calendar: 'M4 6h16v14H4z M4 10h16 M8 3.5V6 M16 3.5V6',
} as const

export type IconName = keyof typeof strokes

/** Decoration, hidden from screen readers: needs text beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={strokes[name]} />
    </svg>
  )
}
