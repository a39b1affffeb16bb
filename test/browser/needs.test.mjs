// SPDX-License-Identifier: AGPL-3.0-or-later
// What lets people come (R64, R65): ticked with the answer, matched with the place, seen to by
// somebody who was asked and said yes; its person sees how far it is, others only that there are
// few. A date is found by numbers. Without JavaScript; the person looks in Easy Read.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { startServer } from './server.mjs'

let server
let rowan // organiser; makes the links
let bea
let joe
let meeting // its address

async function comeIn(name) {
  await rowan.goto('/people')
  await rowan.locator('table').getByRole('link', { name, exact: true }).click()
  await rowan.getByRole('button', { name: /^Make a link/ }).click()
  const link = /http\S+\/in\/[\w-]+/.exec(await rowan.locator('main').textContent())[0]
  const person = await asPerson(server.url, { javaScript: false })
  await person.goto(link)
  await person.getByRole('button', { name: /^Come in as/ }).click()
  return person
}

const main = (person) => person.locator('main').textContent()
const press = (person, name) => goBy(person, person.getByRole('button', { name }).first())
const field = (person, name) => person.locator(`main [name="${name}"]`)
const choose = (person, name, value) =>
  person.locator(`main [name="${name}"][value="${value}"]`).check()
const send = (person) => person.locator('main form button').last().click()

async function startGroup() {
  await bea.goto('/groups/new')
  await bea.getByLabel('What is the group called?').fill('The new centre')
  await bea.getByLabel('What do you want to be different?').fill('That we are asked first')
  for (const choice of ['People of all sides together', 'Everybody here',
    'Everybody who likes may join', 'Training']) await bea.getByLabel(choice).check()
  await press(bea, 'Start this group')
  const home = new URL(bea.url()).pathname
  await joe.goto(`${home}/join`)
  await joe.getByLabel('I use services').check()
  await joe.getByLabel('No: only numbers are told, where they show nobody').check()
  await press(joe, /^Join/)
  return home
}

async function fillTime() {
  const day = new Date(Date.now() + 10 * 24 * 3600 * 1000)
  await field(bea, 'day-day').fill(String(day.getDate()))
  await field(bea, 'day-month').fill(String(day.getMonth() + 1))
  await field(bea, 'day-year').fill(String(day.getFullYear()))
  await field(bea, 'start').fill('2 pm')
}

async function callMeeting(home) {
  await bea.goto(`${home}/meetings/new`)
  await field(bea, 'title').fill('Who chooses what?')
  await choose(bea, 'kind', 'shared')
  await choose(bea, 'when', 'day')
  await fillTime()
  await send(bea)
  const path = new URL(bea.url()).pathname
  await bea.goto(`${path}/place`)
  await choose(bea, 'place', 'new')
  await field(bea, 'name').fill('Mill Lane Library')
  await choose(bea, 'has', 'loop')
  await choose(bea, 'has_not', 'quiet')
  await send(bea)
  return path
}

before(async () => {
  server = await startServer({ isDemo: true })
  rowan = await asPerson(server.url)
  await rowan.goto(server.organiserLink)
  await rowan.getByRole('button', { name: /^Come in as/ }).click()
  bea = await comeIn('Bea Thorn')
  joe = await comeIn('Joe Marsh')
  meeting = await callMeeting(await startGroup())
})

test('what would let somebody come is ticked, and matched with the place', async () => {
  await joe.goto(meeting)
  await choose(joe, 'answer', 'if')
  await press(joe, 'Send my answer')
  await checkPage(joe, 'what would let me come')
  assert.match(await main(joe), /A hearing loop\s+The place has this/)
  for (const kind of ['interpreter', 'loop', 'quiet']) await choose(joe, 'helps', kind)
  await field(joe, 'help').fill('British Sign Language')
  await press(joe, 'Send my answer')
  assert.match(await main(joe), /An interpreter\s*Not yet. Ask Bea Thorn/)
  assert.match(await main(joe), /A hearing loop\s*The place has this/)
  assert.match(await main(joe), /A quiet room to go to\s*The place does not have it/)
  await checkPage(joe, 'a meeting with needs')
})

test('somebody says yes to see to it; its day was before', async () => {
  await bea.goto(`${meeting}/help`)
  assert.match(await main(bea), /Joe Marsh.*British Sign Language.*An interpreter/s)
  assert.match(await main(bea), /Still to do. Its day was/)
  await lookAt(bea, 'needs-list')
  await checkPage(bea, 'the list of needs')
  await bea.getByRole('link', { name: /^Say how far it is.*An interpreter/ }).click()
  await checkPage(bea, 'one need')
  await choose(bea, 'step', 'take')
  await press(bea, 'Keep this')
  await bea.goto('/waiting')
  assert.match(await main(bea), /You see to this for Who chooses what\?/)
  await goBy(bea, bea.getByRole('link', { name: 'Say how far it is' }).first())
  await choose(bea, 'step', 'ready')
  await press(bea, 'Keep this')
  await bea.goto(meeting)
  assert.match(await main(bea), /Things to see to, so that others can come: fewer than 5/)
  assert.doesNotMatch(await main(bea), /Joe Marsh|interpreter/)
})

test('the person sees it, also on the start page in Easy Read', async () => {
  await joe.goto('/')
  assert.match(await main(joe), /An interpreter: It is booked or ready/)
  await joe.context().addCookies([{ name: 'language', value: 'en-GB-x-easyread',
    url: server.url }])
  await joe.goto(meeting)
  assert.match(await main(joe), /into my language or signs\s*It is ready/)
  await lookAt(joe, 'needs-easy')
  await checkPage(joe, 'a meeting with needs in Easy Read')
})

test('a date is found with numbers, and without names', async () => {
  await bea.goto(`${meeting.replace(/\/[^/]+$/, '')}/new`)
  await field(bea, 'title').fill('Colours')
  await choose(bea, 'kind', 'shared')
  await choose(bea, 'when', 'find')
  await send(bea)
  const dates = `${new URL(bea.url()).pathname}/dates`
  await bea.goto(`${dates}/new`)
  await fillTime()
  await send(bea)
  await joe.goto(`${dates}/mine`) // in Easy Read still
  await joe.locator('main input[value="could"]').check()
  await checkPage(joe, 'when can you come in Easy Read')
  await press(joe, 'Keep this')
  await bea.goto(dates)
  assert.match(await main(bea), /1 could, if needed/)
  assert.match(await main(bea), /Fewer than two people who use services/)
  assert.doesNotMatch(await main(bea), /Joe Marsh/)
  await lookAt(bea, 'needs-dates')
  await checkPage(bea, 'finding a date')
  await bea.getByRole('link', { name: /^Choose this time/ }).click()
  await press(bea, 'Call the meeting')
  assert.match(await main(bea), /from 2 pm/)
})

test('every page was valid HTML', assertValidHtml)
