// SPDX-License-Identifier: AGPL-3.0-or-later
// What a meeting talks about and what came of it (R64, R66–R68, R70): anybody adds to the agenda,
// somebody else's wish is theirs only by their own word, time to connect stays, late is shown as
// late; minutes without names are corrected by who was there, and agreed later. Without JavaScript;
// one looks at it in Easy Read.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, expectErrors, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { startServer } from './server.mjs'

let server
let rowan // organiser; makes the links
let bea
let joe
let agenda // its address

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

// By the names of the fields: what stands below a choice says in its label when it applies.
const field = (person, name) => person.locator(`main [name="${name}"]`)
const choose = (person, name, value) =>
  person.locator(`main [name="${name}"][value="${value}"]`).check()

async function fillTime(person, days) {
  const day = new Date(Date.now() + days * 24 * 3600 * 1000)
  await field(person, 'day-day').fill(String(day.getDate()))
  await field(person, 'day-month').fill(String(day.getMonth() + 1))
  await field(person, 'day-year').fill(String(day.getFullYear()))
  await field(person, 'start').fill('2 pm')
  await field(person, 'end').fill('3.30 pm')
}

const send = (person) => person.locator('main form button').last().click()

async function callMeeting(person, home, title, days) {
  await person.goto(`${home}/meetings/new`)
  await field(person, 'title').fill(title)
  await choose(person, 'kind', 'shared')
  await choose(person, 'when', 'day')
  await fillTime(person, days)
  await send(person)
  return new URL(person.url()).pathname
}

before(async () => {
  server = await startServer({ isDemo: true })
  rowan = await asPerson(server.url)
  await rowan.goto(server.organiserLink)
  await rowan.getByRole('button', { name: /^Come in as/ }).click()
  bea = await comeIn('Bea Thorn')
  joe = await comeIn('Joe Marsh')
})

test('a group and its two meetings', async () => {
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
  agenda = `${await callMeeting(bea, home, 'Who chooses what?', 20)}/agenda`
  await callMeeting(bea, home, 'Colours', 40)
})

test('what somebody says is written down, and is theirs by their own word', async () => {
  await bea.goto(`${agenda}/new`)
  await bea.getByLabel(/What should we talk about/).fill('Who sits on the panel?')
  await bea.getByLabel('Why does it matter?').fill('We live with the answer.')
  await bea.getByLabel(/How many minutes/).fill('25')
  await choose(bea, 'whose', 'other')
  await field(bea, 'asked_by').selectOption({ label: 'Joe Marsh' })
  await choose(bea, 'way', 'telephone')
  await checkPage(bea, 'adding to an agenda')
  await lookAt(bea, 'agenda-new')
  await press(bea, 'Put it on the agenda')
  assert.match(await main(bea), /Asked by Joe Marsh, written down by Bea Thorn/)
  await joe.goto('/')
  assert.match(await main(joe), /Somebody put something on an agenda for you/)
  await joe.goto(agenda)
  await checkPage(joe, 'what was written down for me')
  await lookAt(joe, 'agenda-my-word')
  await press(joe, /^Yes, this is it/)
  assert.match(await main(joe), /Asked by Joe Marsh(?!, written)/)
  await joe.goto('/')
  assert.doesNotMatch(await main(joe), /Somebody put something on an agenda/)
})

test('the order changes; time to connect stays first, less of it says why', async () => {
  await joe.goto(`${agenda}/new`)
  await joe.getByLabel(/What should we talk about/).fill('The bus')
  await choose(joe, 'whose', 'me')
  await press(joe, 'Put it on the agenda')
  await bea.goto(agenda)
  await press(bea, /^Earlier/)
  assert.match(await main(bea), /Time to connect.*The bus.*Who sits on the panel/s)
  await bea.goto(`${agenda}/connect`)
  await bea.getByLabel('How many minutes?').fill('10')
  await press(bea, 'Keep this')
  assert.match(await main(bea), /Say why there is less time to connect/)
  await expectErrors(bea, /422/)
  await bea.getByLabel('Why is it changed?').fill('The hall closes at four.')
  await press(bea, 'Keep this')
  assert.match(await main(bea), /10 minutes.*The hall closes at four/s)
})

test('somebody leads it through, and says what their own stake is', async () => {
  await joe.goto(`${agenda}/facilitator`)
  await joe.getByLabel(/Do you have a stake/).fill('My sister works there.')
  await checkPage(joe, 'leading a meeting through')
  await press(joe, 'I lead this meeting through')
  await bea.goto(`${agenda}/facilitator`)
  await press(bea, 'I lead this meeting through')
  assert.match(await main(bea), /Joe Marsh leads this meeting through/)
  await expectErrors(bea, /422/)
  await bea.goto(agenda)
  assert.match(await main(bea), /Who leads it through.*Joe Marsh.*My sister works there/s)
})

test('papers stand there with when they were sent', async () => {
  await bea.goto(`${agenda}/papers`)
  await checkPage(bea, 'a paper for a meeting')
  await bea.getByLabel('Which paper?').selectOption({ index: 1 })
  await press(bea, 'Add it')
  assert.match(await main(bea), /Sent on .*got it in time/s)
  await lookAt(bea, 'agenda')
  await checkPage(bea, 'an agenda')
})

test('a moved meeting makes what was late no earlier; it goes on in Easy Read', async () => {
  const meeting = agenda.replace(/\/agenda$/, '')
  await bea.goto(`${meeting}/move`)
  await fillTime(bea, 2)
  await field(bea, 'why').fill('The hall')
  await send(bea)
  await bea.goto(agenda)
  assert.match(await main(bea), /The bus.*Came late, on/s)
  await joe.context().addCookies([{ name: 'language', value: 'en-GB-x-easyread', url: server.url }])
  await joe.goto(meeting)
  await checkPage(joe, 'a meeting with its agenda, Easy Read')
  await lookAt(joe, 'meeting-agenda-easy')
  await joe.goto(agenda)
  await checkPage(joe, 'an agenda, Easy Read')
  await lookAt(joe, 'agenda-easy')
  await press(joe, /^Take it back/)
  assert.match(await main(joe), /Taken back/)
})

test('minutes: views without names, corrected by who was there, agreed later', async () => {
  const home = agenda.replace(/\/meetings\/.*/, '')
  const days = [-9, -2]
  const held = []
  for (const day of days) {
    await bea.goto(`${home}/meetings/past`)
    await field(bea, 'title').fill(`Day ${-day}`)
    await choose(bea, 'kind', 'shared')
    await fillTime(bea, day)
    await send(bea)
    held.push(new URL(bea.url()).pathname)
  }
  const minutes = `${held[0]}/minutes`
  await bea.goto(`${held[0]}/agenda/new`)
  await field(bea, 'title').fill('The panel')
  await choose(bea, 'whose', 'me')
  await press(bea, 'Put it on the agenda')
  await bea.goto(minutes)
  await bea.getByRole('link', { name: /^Write what was said/ }).click()
  const writing = bea.url()
  await joe.goto(minutes)
  await choose(bea, 'outcome', 'talked')
  await field(bea, 'said').fill('Joe Marsh wants two people who live there.')
  await send(bea)
  assert.match(await main(bea), /Here stands Joe Marsh\. Views have no names/)
  await expectErrors(bea, /422/)
  await field(bea, 'said').fill('Two people who live there sit on it.')
  await field(bea, 'decided').fill('Five seats, two of them ours.')
  await checkPage(bea, 'writing minutes')
  await send(bea)
  await bea.goto(`${minutes}/came`)
  await bea.getByLabel('Joe Marsh').check()
  await bea.getByLabel('Bea Thorn').check()
  await field(bea, 'missing').fill('No family carer: the bus did not run.')
  await checkPage(bea, 'who came')
  await send(bea)
  await press(bea, 'They are written: ask for corrections')
  assert.match(await main(bea), /Open for corrections since/)
  await joe.context().clearCookies({ name: 'language' })
  await joe.goto(`${minutes}/correct`)
  await field(joe, 'words').fill('It was six seats.')
  await checkPage(joe, 'correcting minutes')
  await send(joe)
  await bea.goto(minutes)
  assert.doesNotMatch(await main(bea), /Joe Marsh.*It was six seats/s)
  await bea.getByRole('link', { name: /^Answer it/ }).click()
  await choose(bea, 'answer', 'taken-in')
  await checkPage(bea, 'answering a correction')
  await send(bea)
  await bea.goto(writing)
  await field(bea, 'decided').fill('Six seats, two of them ours.')
  await send(bea)
  await bea.goto(`${minutes}/agree`)
  await field(bea, 'later').selectOption({ index: 1 })
  await checkPage(bea, 'agreeing on minutes')
  await send(bea)
  assert.match(await main(bea), /Agreed at the meeting on .*Six seats/s)
  await checkPage(bea, 'agreed minutes')
  await lookAt(bea, 'minutes')
  await joe.goto(`${minutes}/correct`)
  await field(joe, 'words').fill('I still think five.')
  await send(joe)
  assert.match(await main(joe), /I still think five.*after the minutes were agreed/s)
})

test('every page was valid HTML', assertValidHtml)
