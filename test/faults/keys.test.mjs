// SPDX-License-Identifier: AGPL-3.0-or-later
// Keys are changed while the site serves and is under load: every page keeps opening, the old root
// key may then go, and a change that is killed half way is ended by the next.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as after } from 'node:timers/promises'
import { startServer } from '../browser/server.mjs'
import { setUp } from './client.mjs'

const PEOPLE = 120
const KILLS = 12
const program = join(process.env.BUILD ?? 'build', 'commontable')

const wordsOf = (server, words) => ['keys', ...words, '--data', server.data]
const envOf = ({ place }) => ({ ...process.env, ...place.environment })

function keys(server, ...words) {
  const { status, stdout, stderr } =
    spawnSync(program, wordsOf(server, words), { env: envOf(server), encoding: 'utf8' })
  assert.equal(status, 0, `keys ${words.join(' ')}: ${stdout}${stderr}`)
  return stdout
}

async function keysBeside(server, ...words) {
  const child = spawn(program, wordsOf(server, words), { env: envOf(server) })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => { said += text })
  const [status] = await once(child, 'exit')
  assert.equal(status, 0, `keys ${words.join(' ')}: ${said}`)
}

const phoneOf = (number) => `01632 960 ${String(number).padStart(3, '0')}`

async function addPeople(client, count) {
  const lines = Array.from({ length: count }, (_, i) => `Person ${i},${phoneOf(i)},audio`)
  const form = { lines: lines.join('\n') }
  const answer = await client.fillIn('/people/list', form, '/people/list/add')
  assert.equal(answer.status, 303, answer.page)
}

async function pathsOfPeople(client) {
  const paths = []
  for (let path = '/people'; path;) {
    const page = await client.read(path)
    paths.push(...[...page.matchAll(/<a [^>]*href="(\/people\/\d[^"/]*)"/g)].map(([, one]) => one))
    path = /href="(\/people\?after=[^"&]+)"/.exec(page)?.[1]
  }
  return [...new Set(paths)]
}

// Opens what is sealed of one person after another and adds others, until told to stop.
async function use(client, paths, state) {
  for (let i = 0; !state.isOver; i++) {
    const page = await client.read(paths[i % paths.length])
    assert.match(page, /01632 960 \d{3}|Rowan/, 'the page shows how to reach the person')
    if (i % 7 === 0) {
      const added = await client.fillIn('/people/new',
        { name: `Late ${state.added++}`, reach: 'phone', contact: phoneOf(i % 999) })
      assert.equal(added.status, 303, added.page)
    }
    state.pages++
  }
}

async function assertAllOpens(client) {
  const paths = await pathsOfPeople(client)
  for (const path of paths) await client.read(path)
  return paths.length
}

test('keys are changed under load, and then the old root key can go', async () => {
  let server = await startServer()
  const first = await setUp(server)
  await addPeople(first, PEOPLE)
  const paths = await pathsOfPeople(first)
  assert.ok(paths.length >= PEOPLE, `${paths.length} people`)
  const state = { isOver: false, pages: 0, added: 0 }
  const using = Promise.all([use(first, paths, state), use(first, [...paths].reverse(), state)])
  for (let round = 0; round < 3; round++) await keysBeside(server, 'rotate', '--communities')
  await after(200)
  state.isOver = true
  await using
  assert.ok(state.pages > 10 && state.added > 1, `${state.pages} pages, ${state.added} added`)

  const status = keys(server, 'status')
  assert.match(status, /version 4 \(the current one\): seals [1-9]/)
  for (const version of [1, 2, 3]) {
    assert.match(status, new RegExp(`version ${version}: seals 0 .*\n.*do not need it any more`))
    keys(server, 'forget', String(version), '--now')
  }
  assert.match(status, /waiting for this version: 0, not opening: 0/)

  assert.ok(await assertAllOpens(first) >= PEOPLE + state.added)
  await server.stop()
  server = await startServer({ place: server.place })
  first.url = server.url
  assert.ok(await assertAllOpens(first) >= PEOPLE + state.added)
})

test('killed while it changes keys, the next run ends it', async () => {
  const server = await startServer()
  const first = await setUp(server)
  await addPeople(first, PEOPLE)
  for (let round = 0; round < KILLS; round++) {
    const child = spawn(program, wordsOf(server, ['rotate', '--communities']),
      { env: envOf(server), stdio: 'ignore' })
    const ended = once(child, 'exit')
    await after(5 + Math.random() * 60)
    child.kill('SIGKILL')
    await ended
    assert.match(keys(server, 'status'), /not opening: 0/)
    for (let version = 1; version < 255; version++) { // the file holds only so many
      const words = wordsOf(server, ['forget', String(version), '--now'])
      const { stderr } = spawnSync(program, words, { env: envOf(server), encoding: 'utf8' })
      if (/current one/.test(stderr)) break
    }
  }
  keys(server, 'rotate', '--communities')
  const status = keys(server, 'status')
  assert.match(status, /waiting for this version: 0, not opening: 0/)
  assert.ok(await assertAllOpens(first) >= PEOPLE)
  const verified = spawnSync(program, ['verify', '--data', server.data],
    { env: envOf(server), encoding: 'utf8' })
  assert.equal(verified.status, 0, verified.stdout + verified.stderr)
})
