// SPDX-License-Identifier: AGPL-3.0-or-later
// Leaving with one's things: a place is exported while it serves, taken in elsewhere by command,
// and served there. Killed in the middle, the new place has nothing of it; the next run does it.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as after } from 'node:timers/promises'
import { startServer } from '../browser/server.mjs'
import { Client, setUp } from './client.mjs'

const PEOPLE = 150
const KILLS = 12
const SECRET = '01632 960 077'
const program = join(process.env.BUILD ?? 'build', 'commontable')

function run(server, words, { data = server.data, database } = {}) {
  const env = { ...process.env, ...server.place.environment }
  if (database !== undefined) env.DATABASE = database
  return spawnSync(program, [...words, '--data', data], { env, encoding: 'utf8' })
}

// A place with people in it, and files beside it: passphrase, archive.
async function placeToLeave() {
  const server = await startServer()
  const first = await setUp(server)
  const lines = Array.from({ length: PEOPLE }, (_, i) =>
    `Person ${i},${i ? `01632 960 ${String(i + 100).padStart(3, '0')}` : SECRET},audio`)
  const added = await first.fillIn('/people/list', { lines: lines.join('\n') }, '/people/list/add')
  assert.equal(added.status, 303, added.page)
  const secret = join(server.place.folder, 'passphrase')
  const archive = join(server.place.folder, 'riverside.archive')
  writeFileSync(secret, 'four words are good\n', { mode: 0o600 })
  const exported = run(server, ['export', '--passphrase-file', secret, archive])
  assert.equal(exported.status, 0, exported.stderr)
  return { server, first, secret, archive }
}

// On SQLite, whatever the other one is on.
function emptyPlace(server, name) {
  const folder = join(server.place.folder, name)
  mkdirSync(folder)
  return { folder, environment: { DATABASE: '' } }
}

// What is under the seal of what a place exports.
function tarOf({ server, secret }, data, name) {
  const archive = join(server.place.folder, `${name}.archive`)
  const tar = join(server.place.folder, `${name}.tar`)
  for (const words of [['export', '--passphrase-file', secret, archive],
    ['import', '--passphrase-file', secret, '--open', tar, archive]]) {
    const done = run(server, words, { data, database: data === server.data ? undefined : '' })
    assert.equal(done.status, 0, done.stderr)
  }
  return readFileSync(tar)
}

test('exported while it serves, taken in by a new place that had begun empty', async () => {
  const leaving = await placeToLeave()
  const { server, secret, archive } = leaving
  assert.equal(statSync(archive).mode & 0o777, 0o600)
  assert.ok(!readFileSync(archive).includes(SECRET), 'sealed')
  const onto = run(server, ['export', '--passphrase-file', secret, archive])
  assert.match(onto.stderr, /there already/)
  const twice = run(server, ['import', '--passphrase-file', secret, archive])
  assert.equal(twice.status, 1)
  assert.match(twice.stderr, /here already[^]*Nothing was taken in/)

  // A first start has made an empty community there, on the same host name: it gives way.
  const place = emptyPlace(server, 'new')
  let other = await startServer({ place })
  await other.stop()
  const taken = run(other, ['import', '--passphrase-file', secret, archive])
  assert.equal(taken.status, 0, taken.stderr)
  assert.match(taken.stdout, new RegExp(`In it: ${PEOPLE + 1} people`))
  assert.equal(run(other, ['verify']).status, 0)
  assert.match(run(other, ['keys', 'status']).stdout, /Community 1:.*not opening: 0/)
  assert.doesNotMatch(run(other, ['keys', 'status']).stdout, /Community 2/)
  assert.deepEqual(tarOf(leaving, other.data, 'there'), tarOf(leaving, server.data, 'here'))

  other = await startServer({ place })
  const there = new Client(other.url)
  await there.come(other.organiserLink)
  const page = await there.read('/people')
  const path = /href="(\/people\/\d[^"]*)"[^>]*>Person 0</.exec(page)[1]
  assert.ok((await there.read(path)).includes(SECRET))
})

test('erased after the archive was made, still erased where it is taken in', async () => {
  const { server, first, secret, archive } = await placeToLeave()
  const list = await first.read('/people')
  const path = /href="(\/people\/\d[^"]*)"[^>]*>Person 0</.exec(list)[1]
  const erased = await first.fillIn(`${path}/erase`, { asked: 'phone', sure: 'yes' })
  assert.equal(erased.status, 303, erased.page)
  await server.stop() // the list beside the key is written by then
  const place = emptyPlace(server, 'later')
  copyFileSync(`${server.data}.erasures`, join(place.folder, 'data.erasures'))
  const there = { data: join(place.folder, 'data'), database: '' }
  const taken = run(server, ['import', '--passphrase-file', secret, archive], there)
  assert.equal(taken.status, 0, taken.stderr)
  assert.match(taken.stdout, /Erased again, as .*data\.erasures says: 1/)
  const other = await startServer({ place })
  const organiser = new Client(other.url)
  await organiser.come(other.organiserLink)
  assert.doesNotMatch(await organiser.read('/people'), /Person 0</)
  assert.equal((await organiser.ask(path)).page.includes(SECRET), false)
  assert.equal(run(server, ['verify'], there).status, 0)
})

test('a community in use does not give way; another host name is taken', async () => {
  const { server, secret, archive } = await placeToLeave()
  const other = await startServer({ place: emptyPlace(server, 'used') })
  await setUp(other)
  await other.stop()
  const refused = run(other, ['import', '--passphrase-file', secret, archive])
  assert.equal(refused.status, 1)
  assert.match(refused.stderr, /There is a community at localhost here already/)
  const beside = ['import', '--passphrase-file', secret, '--community', 'west.example', archive]
  const taken = run(other, beside)
  assert.equal(taken.status, 0, taken.stderr)
  assert.match(run(other, ['verify']).stdout, /localhost: .*whole[^]*west\.example: .*whole/)
})

test('a wrong passphrase and a cut file change nothing', async () => {
  const { server, secret, archive } = await placeToLeave()
  const data = join(server.place.folder, 'nothing')
  const wrong = join(server.place.folder, 'wrong')
  writeFileSync(wrong, 'another one entirely\n')
  const elsewhere = { data, database: '' }
  const closed = run(server, ['import', '--passphrase-file', wrong, archive], elsewhere)
  assert.equal(closed.status, 1)
  assert.match(closed.stderr, /Is the passphrase right/)
  writeFileSync(archive, readFileSync(archive).subarray(0, -100))
  const cut = run(server, ['import', '--passphrase-file', secret, archive], elsewhere)
  assert.match(cut.stderr, /changed or cut off/)
  const checked = run(server, ['verify'], elsewhere)
  assert.equal(checked.status, 0, checked.stderr)
  assert.match(checked.stdout, /^Database: sound/)
  const tar = join(server.place.folder, 'cut.tar')
  run(server, ['import', '--passphrase-file', secret, '--open', tar, archive])
  assert.ok(!existsSync(tar), 'half of it is not left behind')
  const short = join(server.place.folder, 'short')
  writeFileSync(short, 'short\n')
  const weak = run(server, ['export', '--passphrase-file', short, `${archive}.2`])
  assert.match(weak.stderr, /Make the passphrase longer/)
  assert.ok(!existsSync(`${archive}.2`))
})

test('killed in the middle, nothing of it is there, and the next run does it', async () => {
  const leaving = await placeToLeave()
  const { server, secret, archive } = leaving
  const data = join(server.place.folder, 'killed')
  const env = { ...process.env, ...server.place.environment, DATABASE: '' }
  const words = ['import', '--passphrase-file', secret, archive, '--data', data]
  const began = performance.now() // how long it takes where nobody kills it
  assert.equal(run(server, words.slice(0, 4), { data: `${data}-not`, database: '' }).status, 0)
  const whole = performance.now() - began
  let killed = 0
  for (let round = 0; round < KILLS; round++) {
    const child = spawn(program, words, { env, stdio: 'ignore' })
    const ended = once(child, 'exit')
    await after(whole * (round + 4) / (KILLS + 4))
    child.kill('SIGKILL')
    const [status] = await ended
    killed += status === null
    const { status: sound, stdout } = run(server, ['verify'], { data, database: '' })
    assert.equal(sound, 0, stdout)
    if (/record of acts whole/.test(stdout)) break // it was quicker than the kill
  }
  assert.ok(killed > 2, `${killed} killed`)
  const again = run(server, words.slice(0, 4), { data, database: '' })
  assert.ok(again.status === 0 || /here already/.test(again.stderr), again.stderr)
  assert.deepEqual(tarOf(leaving, data, 'there'), tarOf(leaving, server.data, 'here'))
})
