// SPDX-License-Identifier: AGPL-3.0-or-later
// Killed under load, twenty times: no acknowledged write is lost, what was cut off can be sent
// again without being stored twice, and verify finds nothing.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as after } from 'node:timers/promises'
import { startServer } from '../browser/server.mjs'
import { addOrganiser, setUp } from './client.mjs'

const ROUNDS = 20
const CLIENTS = 8
const program = join(process.env.BUILD ?? 'build', 'commontable')

// Adds people until the server is gone. What was sent and not answered is left in `unanswered`.
async function addPeople(client, prefix, kept) {
  for (let number = 1; ; number++) {
    const name = `${prefix} ${number}`
    client.unanswered = null
    try {
      const form = { ...await client.hiddenOf('/people/new'), name, reach: 'in-person' }
      client.unanswered = form
      const answer = await client.post('/people/new', form)
      if (answer.status === 429) return // enough for this minute
      assert.equal(answer.status, 303, answer.page)
      kept.set(name, answer.location)
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      return
    }
  }
}

// Every name in the list of people, page by page.
async function namesOf(client) {
  const names = []
  for (let path = '/people'; path;) {
    const page = await client.read(path)
    names.push(...[...page.matchAll(/<a [^>]*href="\/people\/\d[^"]*"[^>]*>([^<]+)<\/a>/g)]
      .map((match) => match[1]))
    path = /href="(\/people\?after=[^"&]+)" rel="next"/.exec(page)?.[1]
  }
  return names
}

function verify({ place, data }) {
  const env = { ...process.env, ...place.environment }
  const { status, stdout, stderr } =
    spawnSync(program, ['verify', '--data', data], { env, encoding: 'utf8' })
  assert.equal(status, 0, `verify: ${stdout}${stderr}`)
}

test('twenty times killed under load', async () => {
  let server = await startServer()
  const first = await setUp(server)
  const clients = []
  for (let i = 1; i <= CLIENTS; i++)
    clients.push(await addOrganiser(server, first, `Organiser ${i}`))
  const all = new Map()

  for (let round = 1; round <= ROUNDS; round++) {
    const kept = new Map()
    const adding = clients.map((client, i) => addPeople(client, `Round ${round} by ${i}`, kept))
    await after(50 + Math.random() * 250)
    await server.kill()
    await Promise.all(adding)

    verify(server)
    server = await startServer({ place: server.place })
    for (const client of [first, ...clients]) client.url = server.url
    for (const [name, location] of kept) {
      assert.ok((await first.read(location)).includes(name), `${name} was acknowledged`)
      all.set(name, location)
    }
    for (const client of clients.filter(({ unanswered }) => unanswered)) {
      const answer = await client.post('/people/new', client.unanswered)
      assert.equal(answer.status, 303, `sent again: ${answer.page}`)
      all.set(client.unanswered.name, answer.location)
    }
  }

  const names = await namesOf(first)
  assert.equal(new Set(names).size, names.length, 'nobody is there twice')
  for (const name of all.keys()) assert.ok(names.includes(name), `${name} is in the list`)
  assert.ok(all.size > ROUNDS * 5, `there was load: ${all.size} people`)
})
