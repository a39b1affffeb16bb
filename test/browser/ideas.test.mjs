// SPDX-License-Identifier: AGPL-3.0-or-later
// An idea from its first word to its last answer (R20, R94; indicators 7, 8): shared on a phone in
// Easy Read without JavaScript, declined by one, answered by another, disputed, taken to a second
// group; another one, told on the telephone, becomes part of it and its author is told by a person.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, expectErrors, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { startServer } from './server.mjs'
import { PHONE as TOUCH, tap, tapAndGo } from './touch.mjs'

const IDEA = 'A light by the door of the house that goes on by itself.'
const SAME = 'It is so dark at the house door.'
const PHONE = { ...TOUCH, javaScript: false }

let server
let rowan // organiser; makes the links
let joe // on a phone, Easy Read
let bea
let ideaPath

async function comeIn(name, options = { javaScript: false }) {
  await rowan.goto('/people')
  const row = rowan.locator('table').getByRole('link', { name, exact: true })
  while (await row.count() === 0) await rowan.getByRole('link', { name: /Next page/ }).click()
  await row.click()
  await rowan.getByRole('button', { name: /^Make a link/ }).click()
  const link = /http\S+\/in\/[\w-]+/.exec(await rowan.locator('main').textContent())[0]
  const person = await asPerson(server.url, options)
  await person.goto(link)
  await person.getByRole('button', { name: /^Come in as/ }).click()
  return person
}

const main = (person) => person.locator('main').textContent()
const press = (person, name) => goBy(person, person.getByRole('button', { name, exact: true }))
const follow = (person, name) => goBy(person, person.getByRole('link', { name, exact: true }))

// Joe's answer to the one question on the page, then on.
async function say(name, value) {
  const field = joe.locator(`.ct-picture-row--asks [name="${name}"]`)
  const type = await field.first().getAttribute('type')
  if (type === 'radio') await tap(joe, joe.locator(`[name="${name}"][value="${value}"]`))
  else await field.fill(value)
  await tapAndGo(joe, joe.getByRole('button', { name: 'Go on' }))
}

const sendAll = () => tapAndGo(joe, joe.locator('.ct-steps .govuk-button').first())

before(async () => {
  server = await startServer({ isDemo: true })
  rowan = await asPerson(server.url)
  await rowan.goto(server.organiserLink)
  await rowan.getByRole('button', { name: /^Come in as/ }).click()
  joe = await comeIn('Joe Marsh', PHONE)
  bea = await comeIn('Bea Thorn')
})

test('somebody who reads Easy Read shares an idea by touch, in two questions', async () => {
  await joe.goto('/groups?language=en-GB-x-easyread')
  await joe.getByRole('link', { name: 'Short breaks group' }).first().click()
  await joe.getByRole('link', { name: 'What happened to our ideas' }).click()
  await checkPage(joe, 'ideas of a group, Easy Read')
  await lookAt(joe, 'ideas-easy')
  await joe.getByRole('link', { name: 'Share an idea' }).click()
  await say('words', IDEA)
  await say('seen', 'all')
  await sendAll()
  assert.match(await main(joe), /Waiting for an answer.*Short breaks group will answer by/s)
  await checkPage(joe, 'an idea, Easy Read')
  ideaPath = new URL(joe.url()).pathname
})

test('who is asked to answer may say no; an answer needs a reason', async () => {
  const hugh = await comeIn('Hugh Furrow')
  await bea.goto(ideaPath)
  await follow(bea, 'Ask somebody to answer it')
  await bea.getByLabel('Who do you want to ask?').fill('Hugh Furrow')
  await checkPage(bea, 'asking somebody to answer')
  await press(bea, 'Ask this person')
  assert.match(await main(bea), /Hugh Furrow was asked to write the answer/)
  await hugh.goto('/')
  assert.match(await main(hugh), /Will you answer an idea\?/)
  await hugh.goto(ideaPath)
  await press(hugh, 'No, somebody else')
  await bea.goto(ideaPath)
  assert.match(await main(bea), /Nobody in particular has it yet/)
  await press(bea, 'I will answer it')
  await follow(bea, 'Answer it')
  await bea.getByLabel('Not taken up').check()
  await press(bea, 'Give this answer')
  await expectErrors(bea, /422/)
  assert.match(await main(bea), /Nobody can do without a reason/)
  assert.ok(await bea.getByLabel('Not taken up').isChecked())
  await checkPage(bea, 'an answer without a reason')
  await bea.getByLabel('Because …').fill('The landlord says that there is a lamp in the street.')
  await press(bea, 'Give this answer')
  assert.match(await main(bea), /Not taken up.*Because:.*a lamp in the street/s)
})

test('its author says "not really", and asks one other group, once', async () => {
  await joe.goto('/')
  assert.match(await main(joe), /Your idea was answered/)
  await joe.goto(ideaPath)
  await checkPage(joe, 'an answered idea, Easy Read')
  await lookAt(joe, 'idea-answered-easy')
  await say('reply', 'no')
  await say('words', 'The lamp is behind the tree.')
  await sendAll()
  assert.match(await main(joe), /Not really.*behind the tree/s)
  await joe.getByRole('link', { name: /Ask another group/ }).click()
  await joe.locator('[name="group"]').selectOption({ label: 'Bus to the hospital' })
  await tapAndGo(joe, joe.getByRole('button', { name: 'Ask this group' })) // the only question
  const chidi = await comeIn('Chidi Orchard')
  await chidi.goto(ideaPath)
  assert.match(await main(chidi), /second time of asking/)
  await press(chidi, 'I will answer it')
  await follow(chidi, 'Answer it')
  await chidi.getByLabel('Taken up', { exact: true }).check()
  await chidi.getByLabel('Because …').fill('We stood there at night. It hangs by the door now.')
  await press(chidi, 'Give this answer')
  await joe.goto(ideaPath)
  assert.match(await main(joe), /a lamp in the street.*behind the tree.*It hangs by the door now/s)
  await say('reply', 'yes')
  await say('words', '')
  await sendAll()
  assert.equal(await joe.getByRole('link', { name: /Ask another group/ }).count(), 0)
})

test('an idea told on the telephone is merged, and its author is told by a person', async () => {
  await rowan.goto('/ideas')
  await follow(rowan, 'Write down an idea for somebody else')
  await rowan.getByLabel('Whose idea is it?').fill('Ravi Copse')
  await rowan.getByLabel('By telephone').check()
  await rowan.getByLabel('What is their idea, in their words?').fill(SAME)
  await rowan.getByLabel('Which group should answer?').selectOption({ label: 'Short breaks group' })
  await rowan.getByLabel('Everybody here, with their name').check()
  await checkPage(rowan, 'an idea of somebody else')
  await lookAt(rowan, 'idea-of-somebody-else')
  await press(rowan, 'Share their idea')
  assert.match(await main(rowan), /From Ravi Copse.*Written down for them by Rowan Field/s)
  await bea.goto(new URL(rowan.url()).pathname)
  assert.match(await main(bea), /have not said yet whether this is what they meant/)
  await press(bea, 'I will answer it')
  await follow(bea, 'Answer it')
  await bea.getByLabel('Part of another idea', { exact: true }).check()
  await bea.getByLabel('Of which idea is it part now?').selectOption({ label: IDEA })
  await bea.getByLabel('Because …').fill('Joe said the same, and it hangs there now.')
  await press(bea, 'Give this answer')
  await follow(bea, 'Read that idea')
  assert.match(await main(bea), new RegExp(`Ideas that are part of this one.*${SAME}`, 's'))
  await rowan.goto('/ideas/to-tell')
  await checkPage(rowan, 'who is still to be told')
  await rowan.goto(new URL(rowan.url()).pathname)
  const card = rowan.locator('.ct-card', { hasText: SAME })
  await card.getByRole('link', { name: /tell them/ }).click()
  await rowan.getByLabel('It answers them').check()
  await checkPage(rowan, 'telling somebody')
  await press(rowan, 'Keep this')
  assert.match(await main(rowan), /Does it answer them\? Yes/)
  await rowan.goto('/ideas/to-tell')
  assert.doesNotMatch(await main(rowan), new RegExp(SAME))
})

test('what waits too long is listed for all, as the duty of a group', async () => {
  await bea.goto('/ideas?show=late')
  assert.match(await main(bea), /Waiting for an answer since/)
  await checkPage(bea, 'late ideas')
  await follow(bea, 'A bus card that I can feel with my thumb which way round it goes.')
  assert.match(await main(bea), /Bus to the hospital owes an answer/)
  await joe.goto('/me/ideas')
  assert.match(await main(joe), new RegExp(IDEA))
})

test('every page was valid HTML', assertValidHtml)
