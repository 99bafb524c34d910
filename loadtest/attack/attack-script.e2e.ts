import { execFile, spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const script = join(import.meta.dirname, 'attack.sh')
/** Network and processes of its own, whose first process stands for a node's. */
const inOwnNode = ['--net', '--pid', '--fork', '--mount-proc', 'sh', '-c']
const isPossible =
  spawnSync('unshare', [...inOwnNode, 'iptables -w -t raw -S && ip link set lo up']).status === 0

if (!isPossible) {
  process.stderr.write(
    'Skipped: attacks, because this user may not filter packets of its own network\n',
  )
}

/** Folder in which this user may make a cgroup. */
const cgroups = ['/unified', '/pids', '']
  .map((name) => `/sys/fs/cgroup${name}`)
  .find((folder) => {
    try {
      accessSync(join(folder, 'cgroup.procs'), constants.W_OK)
      return true
    } catch {
      return false
    }
  })

async function inNode(text: string): Promise<string[]> {
  const { stdout } = await run('unshare', [...inOwnNode, text], { timeout: 60_000 })
  return stdout.trim().split('\n')
}

/** A server on the loopback interface, and `look`, which prints the status of its answer. */
const server = `
  ip link set lo up
  ${process.execPath} -e 'require("http").createServer((_, r) => r.end()).listen(8099, "127.0.0.1")' &
  look() { curl --silent --max-time 1 --output /dev/null --write-out '%{http_code}\\n' 127.0.0.1:8099; }
  until [ "$(look)" = 200 ]; do sleep 0.1; done
`
/** Waits until the script says so. */
const begun = 'until grep -q begun out; do sleep 0.1; done'

test.runIf(isPossible)(
  'an address does not answer during the attack, and does afterwards',
  async () => {
    const looks = await inNode(`
    cd "$(mktemp -d)"
    ${server}
    sh ${script} address 3 127.0.0.1:8099 >out & attack=$!
    ${begun}
    look
    wait $attack
    look
    iptables -t raw -S | grep -c DROP
    true`)

    expect(looks).toEqual(['000', '200', '0'])
  },
)

test.runIf(isPossible)('an attack that is ended early leaves no rule', async () => {
  const rules = await inNode(`
    cd "$(mktemp -d)"
    sh ${script} node 600 >out & attack=$!
    ${begun}
    iptables -S | grep DROP
    kill $attack
    wait $attack
    iptables -S | grep -c DROP
    true`)

  expect(rules).toEqual([
    '-A INPUT ! -i lo -j DROP',
    '-A FORWARD -j DROP',
    '-A OUTPUT ! -o lo -j DROP',
    '0',
  ])
})

test.runIf(isPossible && cgroups)(
  'an attack on a pod is undone although its process has ended',
  async () => {
    const name = `glyphflow-attack-${process.pid}`
    const group = `${cgroups}/${name}`

    const rules = await inNode(`
    cd "$(mktemp -d)"
    mkdir ${group}
    unshare --net sh -c 'echo 0 >${group}/cgroup.procs; exec sleep 600' & pod=$!
    until grep -q . ${group}/cgroup.procs; do sleep 0.1; done
    exec 4</proc/$pod/ns/net
    count() { nsenter --net=/proc/self/fd/4 iptables -S | grep -c DROP; }
    sh ${script} pod 2 ${name} >out & attack=$!
    ${begun}
    count
    kill $pod
    wait $pod
    wait $attack
    count
    rmdir ${group}
    true`)

    expect(rules).toEqual(['3', '0'])
  },
)
