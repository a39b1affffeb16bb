// SPDX-License-Identifier: AGPL-3.0-or-later
// What a community needs when its machine is gone: the recovery sheet typed in, a backup brought
// back, and that whoever was erased meanwhile stays erased.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startServer } from '../browser/server.mjs'
import { plainText, setUp } from './client.mjs'

const program = join(process.env.BUILD ?? 'build', 'commontable')
const isPostgres = (process.env.TEST_DATABASE_URL ?? '').startsWith('postgresql:')
const SECRET = '01632 960 077'

// A place of its own; `input` is typed in.
function run(server, words, { input = '', data = server.data, database } = {}) {
  const env = { ...process.env, ...server.place.environment }
  if (database !== undefined) env.DATABASE = database
  return spawnSync(program, [...words, '--data', data], { env, input, encoding: 'utf8' })
}

const groupsOf = (page) => [...page.matchAll(/<td[^>]*>((?:\w{5}\s*)+)<\/td>/g)]
  .map(([, letters]) => plainText(letters).trim().split(/\s+/)).flat()

async function addPerson(client, name) {
  const added = await client.fillIn('/people/new', { name, reach: 'phone', contact: SECRET })
  assert.equal(added.status, 303, added.page)
  return added.location
}

// The sheet's groups, asked for as an organiser does.
async function sheetOf(client) {
  const refused = await client.fillIn('/upkeep/keys', {})
  assert.equal(refused.status, 422)
  const asked = await client.fillIn('/upkeep/keys', { alone: 'yes' })
  assert.equal(asked.status, 303, asked.page)
  const groups = groupsOf(await client.read(asked.location))
  return { groups, path: asked.location }
}

test('the sheet is shown once, on record, and typed in it is the key', async () => {
  const server = await startServer()
  const first = await setUp(server)
  await addPerson(first, 'Sealed Person')
  const { groups, path } = await sheetOf(first)
  assert.equal(groups.length, 14)

  let again
  for (let i = 0; i < 50 && again?.status !== 404; i++) again = await first.ask(path)
  assert.equal(again.status, 404, 'shown once')
  assert.match(await first.read('/powers'), /The sheet with the root key was printed/)
  assert.ok(!server.output().includes(groups[3]), 'never in the journal')
  await server.stop()

  const file = `${server.data}.key`
  const before = readFileSync(file, 'utf8')
  renameSync(file, `${file}.lost`)
  const without = run(server, ['verify'])
  assert.equal(without.status, 1)
  assert.match(without.stderr, /The root key .* is not there/)
  assert.ok(!existsSync(file), 'no new key is made beside old data')

  const mistyped = [...groups]
  mistyped[4] = mistyped[4].replace(/.$/, (letter) => (letter === '0' ? '1' : '0'))
  const wrong = run(server, ['keys', 'restore-from-sheet'], { input: `${mistyped.join(' ')}\n` })
  assert.equal(wrong.status, 1)
  assert.match(wrong.stderr, /Group 5 does not fit/)
  assert.ok(!existsSync(file))

  const typed = `${groups.slice(0, 7).join('-')}\n${groups.slice(7).join(' ').toUpperCase()}\n`
  const right = run(server, ['keys', 'restore-from-sheet'], { input: typed })
  assert.equal(right.status, 0, right.stderr)
  assert.equal(readFileSync(file, 'utf8'), before)
  assert.equal(run(server, ['verify']).status, 0)
  const twice = run(server, ['keys', 'restore-from-sheet'], { input: typed })
  assert.match(twice.stderr, /holds version 1 already/)
})

test('erased after the backup, still erased when it comes back', { skip: isPostgres }, async () => {
  let server = await startServer()
  const first = await setUp(server)
  const gone = await addPerson(first, 'Gone Person')
  const stays = await addPerson(first, 'Staying Person')
  const backup = join(server.place.folder, 'backup')
  assert.equal(run(server, ['backup', backup]).status, 0)

  const form = { asked: 'phone', sure: 'yes' }
  const erased = await first.fillIn(`${gone}/erase`, form)
  assert.equal(erased.status, 303, erased.page)
  await server.stop()

  // A new machine: the key and the list beside it are carried over, the data come from the backup.
  const list = readFileSync(`${server.data}.erasures`, 'utf8')
  assert.equal(list.split('\n').filter((line) => /^\w+ \w+ \d+$/.test(line)).length, 1, list)
  renameSync(server.data, `${server.data}.broken`)
  const restored = run(server, ['restore', backup])
  assert.equal(restored.status, 0, restored.stderr)
  assert.match(restored.stdout, /Erased again, as .*erasures says: 1/)

  server = await startServer({ place: server.place })
  first.url = server.url
  await first.come(server.organiserLink)
  assert.ok((await first.read(stays)).includes(SECRET))
  const page = await first.ask(gone)
  assert.ok(!page.page.includes(SECRET) && !page.page.includes('Gone Person'), page.page)
  assert.ok(!(await first.read('/people')).includes('Gone Person'))
  const again = run(server, ['keys', 'status'])
  assert.match(again.stdout, /not opening: 0/)
})
