import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { commandsOf } from '../loadtest/docs/printed-commands.ts'
import { canRender, containerOf, render, settingOf, workloadsOf } from './rendered.fixture.ts'

const page = readFileSync(join(import.meta.dirname, '../docs/knative.md'), 'utf8')
const commands = commandsOf(page)
const whereKubectlIs = test.skipIf(!canRender)

/** Keys of the Secret that a printed command creates, by kubectl itself. */
function createdKeys(command: string | undefined): string[] {
  expect(command).toMatch(/^kubectl .*create secret generic glyphflow /)
  const yaml = execFileSync('sh', ['-c', `${command} --dry-run=client -o yaml`], {
    encoding: 'utf8',
  })
  return Object.keys(parse(yaml).data)
}

whereKubectlIs.for(['small', 'own-eventing', 'production'])(
  'the printed command for %s creates the Secret with all its keys',
  (overlay) => {
    const applied = commands.indexOf(`kubectl apply -k knative/overlays/${overlay}`)
    const refs = workloadsOf(render(`overlays/${overlay}`))
      .flatMap((workload) => containerOf(workload).env)
      .flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? [])
    const required = refs.filter(({ name, optional }) => name === 'glyphflow' && !optional)

    const keys = createdKeys(commands[applied - 1])

    expect(keys.sort()).toEqual([...new Set(required.map(({ key }) => key))].sort())
  },
)

whereKubectlIs('optional keys of the Secret are named', () => {
  const optional = workloadsOf(render('overlays/own-eventing'))
    .flatMap((workload) => containerOf(workload).env)
    .filter(({ valueFrom }) => valueFrom?.secretKeyRef?.optional)
    .map(({ name }) => name)

  expect(optional.length).toBeGreaterThan(0)
  expect(optional.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})

whereKubectlIs('the table of network policies names each of production', () => {
  const [, section = ''] = page.split('## Network policies')
  const policies = render('overlays/production').filter(({ kind }) => kind === 'NetworkPolicy')
  const names = policies.map(({ metadata }) => metadata.name)

  expect(names).toContain('default-deny')
  expect(names.filter((name) => !section.includes(`\`${name}\``))).toEqual([])
})

whereKubectlIs('the printed overlay of one’s own changes namespace, readers and images', () => {
  const project = mkdtempSync(join(tmpdir(), 'glyphflow-overlay-'))
  try {
    cpSync(import.meta.dirname, join(project, 'knative'), { recursive: true })
    for (const [, text = '', path = ''] of page.matchAll(/^```yaml\n(# (\S+)\n.*?)^```$/gms)) {
      mkdirSync(dirname(join(project, path)), { recursive: true })
      writeFileSync(join(project, path), text)
    }

    const workloads = workloadsOf(render(join(project, 'knative/overlays/mine')))
    const named = (name: string) => workloads.find(({ metadata }) => metadata.name === name)
    const gateway = named('gateway')

    expect(gateway?.metadata.namespace).toBe('pages')
    expect(gateway && containerOf(gateway).image).toMatch(/^registry\.example\.com\/.+:\d/)
    expect(settingOf(named('source'), 'MAX_SCALE')).toBe('ocr=32')
  } finally {
    rmSync(project, { recursive: true })
  }
})

test('every printed folder of kustomize is there', () => {
  const folders = commands.flatMap((command) => command.match(/apply .*-k (\S+)/)?.[1] ?? [])

  expect(folders.length).toBeGreaterThan(4)
  for (const folder of folders) {
    readFileSync(join(import.meta.dirname, '..', folder, 'kustomization.yaml'))
  }
})
