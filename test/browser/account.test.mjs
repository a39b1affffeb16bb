// SPDX-License-Identifier: AGPL-3.0-or-later
// What a group tells everybody (R94, R102): put together from its records, read by two of the group
// who say yes, then by anybody without signing in, as a page, as CSV and JSON; taken back by one.
// Without JavaScript.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, expectErrors, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { startServer } from './server.mjs'

let server
let joe // both are in the group
let bea
let home // the group's address
let open // its page for everybody
let stranger

const main = (person) => person.locator('main').textContent()
const press = (person, name) => goBy(person, person.getByRole('button', { name }).first())

async function pathOf(person, name) {
  const link = person.getByRole('link', { name, exact: true }).first()
  return new URL(await link.getAttribute('href'), server.url).pathname
}

async function comeIn(rowan, name) {
  await rowan.goto('/people')
  await goBy(rowan, rowan.locator('table').getByRole('link', { name, exact: true }))
  await press(rowan, /^Make a link/)
  const link = /http\S+\/in\/[\w-]+/.exec(await main(rowan))[0]
  const person = await asPerson(server.url, { javaScript: false })
  await person.goto(link)
  await press(person, /^Come in as/)
  return person
}

before(async () => {
  server = await startServer({ isDemo: true })
  const rowan = await asPerson(server.url)
  await rowan.goto(server.organiserLink)
  await press(rowan, /^Come in as/)
  joe = await comeIn(rowan, 'Joe Marsh')
  bea = await comeIn(rowan, 'Bea Thorn')
  stranger = await asPerson(server.url, { javaScript: false })
  await joe.goto('/groups')
  home = await pathOf(joe, 'Short breaks group')
  open = home.replace('/groups/', '/register/groups/')
})

test('nobody outside reads anything before two have said yes', async () => {
  await joe.goto(`${home}/shared`)
  await goBy(joe, joe.getByRole('link', { name: 'Our page for everybody' }))
  await press(joe, 'Put it together from our records')
  for (const part of ['What people wanted', 'What was decided, and why', 'What changed',
    'Who was missing']) {
    assert.ok((await main(joe)).includes(part), part)
  }
  await lookAt(joe, 'account-inside')
  await checkPage(joe, 'before the yeses')
  await press(joe, 'Yes, everybody may read it')
  assert.match(await main(joe), /One more yes of the group is needed/)
  await stranger.goto(open)
  await expectErrors(stranger, /404/)
  await bea.goto(`${home}/account`)
  await press(bea, 'Yes, everybody may read it')
  assert.match(await main(bea), /The page that everybody reads now/)
  await checkPage(bea, 'after the yeses')
})

test('everybody reads it, light and without names', async () => {
  await stranger.goto('/register/groups')
  await checkPage(stranger, 'register')
  await goBy(stranger, stranger.getByRole('link', { name: 'Short breaks group' }))
  await lookAt(stranger, 'account')
  await checkPage(stranger, 'public page')
  const text = await main(stranger)
  assert.match(text, /Version 1\./)
  for (const name of ['Joe', 'Bea', 'Thorn', 'Hugh', 'Furrow', 'Lowri']) {
    assert.ok(!text.includes(name), name)
  }
  const response = await stranger.context().request.get(open)
  assert.ok((await response.body()).length <= 30 * 1024)
  await stranger.goto('/register/fields')
  await checkPage(stranger, 'fields')
})

test('programs read it, and ask again for nothing', async () => {
  const { request } = stranger.context()
  const json = await request.get(`${open}/json`)
  const facts = await json.json()
  assert.equal(facts.version, 1)
  assert.match(facts.licence, /creativecommons/)
  for (const side of facts.missing.sides) {
    assert.ok(!('at_least' in side) || (side.at_least >= 5 && side.at_least % 5 === 0))
  }
  assert.match(json.headers()['cache-control'], /max-age=300/)
  const ifChanged = { 'If-None-Match': json.headers().etag }
  const again = await request.get(`${open}/json`, { headers: ifChanged })
  assert.equal(again.status(), 304)
  const csv = await request.get(`${open}/csv`)
  const [head] = (await csv.text()).split('\r\n')
  await stranger.goto('/register/fields')
  const known = await stranger.locator('main tbody th').allTextContents()
  for (const column of head.split(',')) assert.ok(known.includes(column), column)
})

test('in Easy Read', async () => {
  const easy = await asPerson(server.url, { javaScript: false, width: 320, colours: 'dark' })
  await easy.context().addCookies([
    { name: 'language', value: 'en-GB-x-easyread', url: server.url },
  ])
  await easy.goto(open)
  assert.match(await main(easy), /Who was not there/)
  await lookAt(easy, 'account-easy')
  await checkPage(easy, 'Easy Read')
  await easy.goto('/register/fields')
  await checkPage(easy, 'fields in Easy Read')
})

test('one of the group takes it back', async () => {
  await joe.goto(`${home}/account`)
  await press(joe, /^Take it back/)
  assert.match(await main(joe), /Nobody outside reads it now/)
  await stranger.goto(open)
  await expectErrors(stranger, /404/)
  await assertValidHtml()
})
