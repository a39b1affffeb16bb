// SPDX-License-Identifier: AGPL-3.0-or-later
// Starts the built program with an empty folder on a free port, for one test file.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

const START_MS = 30_000
const STOP_MS = 15_000
const program = join(process.env.BUILD ?? 'build', 'commontable')

const running = new Set()
after(() => Promise.all([...running].map((stop) => stop())))

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

// Resolves when both lines have come: "Ready: URL", and the organiser's link on a line of its own.
function untilReady(child, said) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${program} serve: ${why}\n${said.text}`))
    const limit = setTimeout(fail, START_MS, `not ready after ${START_MS / 1000} s`)
    const look = () => {
      const url = /^Ready: (\S+)$/m.exec(said.text)?.[1]
      const link = said.text.split('\n').filter((line) => !line.startsWith('Ready:'))
        .map((line) => /https?:\/\/\S+/.exec(line)?.[0]).find(Boolean)
      if (!url || (said.needsLink && !link)) return
      clearTimeout(limit)
      resolve({ url, organiserLink: link })
    }
    child.stdout.on('data', look)
    child.on('error', (error) => fail(error.message))
    child.on('exit', (status, signal) => {
      clearTimeout(limit)
      fail(`ended: ${status ?? signal}`)
    })
  })
}

/** A server of its own: { url, organiserLink, data, output(), stop() }. Stopped with the test file;
 * stopping asserts that it ends in peace. With "data" it takes up a folder that was used before
 * (and then gives no organiser's link unless needsLink). */
export async function startServer({ data, needsLink = data === undefined, options = [] } = {}) {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'commontable-data-'))
  const port = await freePort()
  const child = spawn(program, ['serve', '--data', folder, '--port', String(port), ...options],
    { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { text: '', needsLink }
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').prependListener('data', (text) => { said.text += text })
  const ended = once(child, 'exit')
  let isStopped = false

  async function stop() {
    if (isStopped) return
    isStopped = true
    child.kill('SIGTERM')
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    const [status, signal] = await ended
    clearTimeout(limit)
    if (data === undefined) rmSync(folder, { recursive: true, force: true })
    assert.equal(status, 0, `the server ended with ${status ?? signal}:\n${said.text}`)
  }
  running.add(stop)
  return { ...await untilReady(child, said), data: folder, output: () => said.text, stop }
}
