import { execFile, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const pom = join(import.meta.dirname, 'pom.xml')
const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12)
const folder = join(cache, 'glyphflow', `kafka-${version}`)

/** Missing requirement for Kafka on this machine; null if there is none. */
export function missingForKafka(): string | null {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' })
  if (Number(java.stderr?.match(/version "(\d+)/)?.[1] ?? 0) < 17) return 'Java 17 in the PATH'
  if (existsSync(folder) || spawnSync('mvn', ['--version']).status === 0) return null
  return 'Maven (mvn) in the PATH'
}

/** Folder with Kafka's jars, which Maven downloads once. Throws if the download fails. */
export async function kafkaJars(): Promise<string> {
  if (existsSync(folder)) return folder
  await mkdir(dirname(folder), { recursive: true })
  // The rename is atomic: the first of several processes wins.
  const partial = await mkdtemp(`${folder}-`)
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
  const options = ['--quiet', '--batch-mode', '--file', pom, `-DoutputDirectory=${partial}`]
  await promisify(execFile)('mvn', [...options, goal])
  await rename(partial, folder).catch(() => rm(partial, { recursive: true }))
  return folder
}
