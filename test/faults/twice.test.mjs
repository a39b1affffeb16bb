// SPDX-License-Identifier: AGPL-3.0-or-later
// A form sent twice, or an old form with other words: nothing is stored twice, nothing lost.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { startServer } from '../browser/server.mjs'
import { fieldValue, setUp } from './client.mjs'

let first

before(async () => {
  first = await setUp(await startServer())
})

test('the same form sent eight times at once adds one person', async () => {
  const form = { ...await first.hiddenOf('/people/new'), name: 'Sam Twice', reach: 'in-person' }
  const eight = Array.from({ length: 8 }, () => first.post('/people/new', form))
  const answers = await Promise.all(eight)
  for (const answer of answers) assert.equal(answer.status, 303)
  assert.equal(new Set(answers.map(({ location }) => location)).size, 1)
  assert.equal((await first.read('/people')).split('>Sam Twice</a>').length - 1, 1)
})

test('an old form with other words comes back filled in', async () => {
  const hidden = await first.hiddenOf('/people/new')
  await first.post('/people/new', { ...hidden, name: 'Bo', reach: 'in-person' })
  const answer = await first.post('/people/new', { ...hidden, name: 'Cy', reach: 'in-person' })
  assert.ok([409, 422].includes(answer.status), answer.page)
  assert.equal(fieldValue(answer.page, 'name'), 'Cy')
  assert.ok(!(await first.read('/people')).includes('>Cy</a>'))
})
