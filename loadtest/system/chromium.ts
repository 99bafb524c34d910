import { execFileSync } from 'node:child_process'
import { type Browser, chromium } from 'playwright-core'

/** Path of a Chromium: CHROMIUM, or the first of the usual names in the PATH. */
export function findChromium(): string | null {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim()
    } catch {
      // Tries the next name.
    }
  }
  return null
}

/** Launches Chromium without its own network traffic. Its PDF viewer is an extension. */
export function launchChromium(executablePath: string, withViewer = false): Promise<Browser> {
  return chromium.launch({
    executablePath,
    ...(withViewer && { ignoreDefaultArgs: ['--disable-extensions'] }),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  })
}
