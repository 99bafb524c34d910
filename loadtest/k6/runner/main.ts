import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { basename, dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Options } from 'k6/options'
import { builtin } from './metrics.ts'
import { toReport } from './report.ts'
import { active, planOf, runScenario, type Scenario } from './scenarios.ts'
import { toSummary, toText } from './summary.ts'
import { readThresholds } from './thresholds.ts'

/**
 * npm run load -- SCRIPT [-u, --vus 5] [-d, --duration 30s] [-i, --iterations 10] [-e, --env NAME=value]…
 *   [--report FILE]
 *
 * Runs a k6 script, by its name in the folder above or by a path, like `k6 run`: --vus, --duration and --iterations
 * replace its scenarios. Writes an HTML report, by default load-SCRIPT.html. The exit code is 99 if a threshold failed.
 */
const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    vus: { type: 'string', short: 'u' },
    duration: { type: 'string', short: 'd' },
    iterations: { type: 'string', short: 'i' },
    env: { type: 'string', short: 'e', multiple: true, default: [] },
    report: { type: 'string' },
  },
})
const [script = ''] = positionals
const path = resolve(script.endsWith('.ts') ? script : `${import.meta.dirname}/../${script}.ts`)
const name = basename(path, '.ts')

/** Exports of a script; any of them may be a scenario's function. */
interface Script extends Record<string, unknown> {
  options?: Options
  setup?: () => unknown
  handleSummary?: (summary: ReturnType<typeof toSummary>) => { stdout: string }
}

/** Loads the script with k6's modules and globals. */
function load(): Script {
  registerHooks({
    resolve(specifier, context, next) {
      if (!/^k6\b/.test(specifier)) return next(specifier, context)
      return { url: import.meta.resolve(`./${basename(specifier)}.ts`), shortCircuit: true }
    },
  })
  const open = (file: string) => new Uint8Array(readFileSync(resolve(dirname(path), file))).buffer
  const env = Object.fromEntries(given.env.map((each) => each.split(/=(.*)/s)))
  Object.assign(globalThis, { open, __ENV: { ...process.env, ...env } })
  return createRequire(import.meta.url)(path)
}

/** Scenarios of the script, unless the command line has another. */
function scenariosOf({ scenarios, ...own }: Options): Record<string, Scenario> {
  if (scenarios && !given.vus && !given.duration && !given.iterations) return scenarios
  const { vus = 1, duration: maxDuration, iterations } = { ...own, ...given }
  const most = maxDuration ? Number.POSITIVE_INFINITY : 1
  const numbers = { vus: Number(vus), iterations: Number(iterations ?? most) }
  return { default: { executor: 'shared-iterations', ...numbers, maxDuration } }
}

const { options = {}, setup, handleSummary, ...functions } = load()
const thresholds = readThresholds(options.thresholds)
const scenarios = Object.entries(scenariosOf(options)).map(([name, scenario]) => {
  const { [scenario.exec ?? 'default']: run } = functions
  if (typeof run !== 'function') throw new Error(`Expected a function for scenario ${name}`)
  const plan = planOf(scenario)
  return () => runScenario(name, plan, () => run(data))
})

const fromMs = performance.now()
const seconds = () => (performance.now() - fromMs) / 1000
const watching = setInterval(() => {
  builtin.vus.add(active.vus)
  const { iterations, dropped, requests, failed } = builtin
  const done = `${iterations.values.length} iterations, ${dropped.values.length} dropped`
  const sent = `${requests.values.length} requests, ${failed.figures().passes} failed`
  const line = `${seconds().toFixed(0)} s: ${active.vus} VUs, ${done}, ${sent}`
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`)
  else if (builtin.vus.values.length % 20 === 0) process.stderr.write(`${line}\n`)
}, 500)
const data: unknown = await setup?.()
await Promise.all(scenarios.map((run) => run()))
clearInterval(watching)

const text = toText(thresholds, seconds())
const { stdout } = handleSummary?.(toSummary(seconds())) ?? { stdout: text }
process.stdout.write(stdout)
const { report = `load-${name}.html` } = given
writeFileSync(report, toReport(`Load: ${name}`, text, performance.now()))
process.stderr.write(`\nReport: ${report}\n`)
process.exit(thresholds.every((judge) => judge(seconds()).holds) ? 0 : 99)
