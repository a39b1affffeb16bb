// SPDX-License-Identifier: AGPL-3.0-or-later
// Starts the built program with an empty folder on a free port, for one test file.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
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
const places = new Set()
let placesMade = 0

after(async () => {
  try {
    await Promise.all([...running].map((stop) => stop()))
  } finally {
    for (const folder of places) rmSync(folder, { recursive: true, force: true })
  }
})

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
      if (!url || !link) return
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

// A place for a community's data: a new folder, and under script/with-postgres a new database too.
function newPlace(environment) {
  const folder = mkdtempSync(join(tmpdir(), 'commontable-place-'))
  const server = process.env.TEST_DATABASE_URL ?? ''
  if (!server.startsWith('postgresql:'))
    return { folder, environment: { ...environment, DATABASE: '' } }
  const name = `browser_${process.pid}_${++placesMade}`
  execFileSync('createdb', ['--maintenance-db', server, name])
  return { folder,
    environment: { ...environment, DATABASE: server.replace(/\/\w*(?=\?|$)/, `/${name}`) } }
}

/** A server of its own: { url, organiserLink, pid, place, data, output(), stop(), kill() }, stopped
 * with the test file at the latest; stopping asserts that it ends in peace. Given the "place" of an
 * earlier one it takes up that one's data; with "isDemo" it starts with the demo community.
 * "options" are further words for "serve"; "environment": of it and of what is run at its place. */
export async function startServer({ environment = {}, place = newPlace(environment),
  isDemo = false, options = [] } = {}) {
  const data = join(place.folder, 'data')
  const env = { ...process.env, ...place.environment }
  if (isDemo) execFileSync(program, ['demo', '--data', data], { env })
  const port = await freePort()
  const child = spawn(program,
    ['serve', '--data', data, '--port', String(port), '--link', ...options],
    { stdio: ['ignore', 'pipe', 'pipe'], env })
  const said = { text: '' }
  places.add(place.folder)
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').prependListener('data', (text) => { said.text += text })
    stream.resume() // prependListener alone does not: a full pipe would stop the server
  }
  const ended = once(child, 'exit')
  let isStopped = false

  async function stop() {
    if (isStopped) return
    isStopped = true
    child.kill('SIGTERM')
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    const [status, signal] = await ended
    clearTimeout(limit)
    assert.equal(status, 0, `the server ended with ${status ?? signal}:\n${said.text}`)
  }
  // As a power cut: no time for anything.
  async function kill() {
    isStopped = true
    child.kill('SIGKILL')
    await ended
  }
  running.add(stop)
  return { ...await untilReady(child, said), pid: child.pid, place, data,
    output: () => said.text, stop, kill }
}
