// SPDX-License-Identifier: AGPL-3.0-or-later
// The day of a meeting (R64–R70): the bag is asked for and fetched; afterwards all is typed in on
// one page, refused without losing a word, and two who type at once lose nothing of each other.
// Without JavaScript; one looks at it in Easy Read.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, expectErrors, goBy, lookAt } from './browser.mjs'
import { checkPage } from './check_page.mjs'
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

before(async () => {
  server = await startServer({ isDemo: true })
  rowan = await asPerson(server.url)
  await rowan.goto(server.organiserLink)
  await rowan.getByRole('button', { name: /^Come in as/ }).click()
  bea = await comeIn('Bea Thorn')
  joe = await comeIn('Joe Marsh')
})

test('a group, and a meeting that took place', async () => {
  await bea.goto('/groups/new')
  await bea.getByLabel('What is the group called?').fill('The new hall')
  await bea.getByLabel('What do you want to be different?').fill('That the bus stops there')
  for (const choice of ['People of all sides together', 'Everybody here',
    'Everybody who likes may join', 'Training']) await bea.getByLabel(choice).check()
  await press(bea, 'Start this group')
  const home = new URL(bea.url()).pathname
  await joe.goto(`${home}/join`)
  await joe.getByLabel('I use services').check()
  await joe.getByLabel('No: only numbers are told, where they show nobody').check()
  await press(joe, /^Join/)
  await bea.goto(`${home}/meetings/past`)
  const day = new Date(Date.now() - 24 * 3600 * 1000)
  await field(bea, 'title').fill('Where the bus stops')
  await choose(bea, 'kind', 'shared')
  await field(bea, 'day-day').fill(String(day.getDate()))
  await field(bea, 'day-month').fill(String(day.getMonth() + 1))
  await field(bea, 'day-year').fill(String(day.getFullYear()))
  await field(bea, 'start').fill('2 pm')
  await bea.locator('main form button').last().click()
  meeting = new URL(bea.url()).pathname
  await bea.goto(`${meeting}/agenda/new`)
  await bea.getByLabel(/What should we talk about/).fill('The stop by the hall')
  await choose(bea, 'whose', 'me')
  await press(bea, 'Put it on the agenda')
})

test('the bag is made when it is asked for, and says so', async () => {
  await bea.goto(`${meeting}/day`)
  await checkPage(bea, 'what there is for the day')
  await lookAt(bea, 'day')
  await bea.getByRole('link', { name: /The meeting bag/ }).click()
  await press(bea, 'Make the meeting bag')
  assert.match(await main(bea), /being made|Get the meeting bag/)
  const bag = bea.getByRole('link', { name: /Get the meeting bag/ }).or(
    bea.getByRole('button', { name: /Get the meeting bag/ }))
  for (const end = Date.now() + 60000; await bag.count() === 0 && Date.now() < end;)
    await bea.reload()
  await checkPage(bea, 'the meeting bag')
  await lookAt(bea, 'meeting-bag')
  const file = await bea.request.get(`${meeting}/day/bag/file`)
  assert.equal(file.headers()['content-type'], 'application/pdf')
  assert.ok((await file.body()).subarray(0, 5).equals(Buffer.from('%PDF-')))
})

test('all is typed in on one page, and what is refused comes back', async () => {
  await joe.goto(`${meeting}/day/enter`) // with the form as it was, before Bea sends hers
  await bea.goto(`${meeting}/day/enter`)
  await checkPage(bea, 'writing it all in')
  await lookAt(bea, 'day-enter')
  await bea.getByLabel('Bea Thorn').check()
  await field(bea, 'others_care').fill('2')
  await bea.getByLabel(/was said\?/).fill('Joe Marsh wants it nearer.')
  await bea.getByLabel(/was decided\?/).fill('We ask the council.')
  await bea.getByRole('radio', { name: 'Yes' }).check()
  expectErrors(bea, /status of 422/)
  await press(bea, 'Keep all this')
  assert.match(await main(bea), /Here stands Joe Marsh/)
  assert.equal(await bea.getByLabel(/was decided\?/).inputValue(), 'We ask the council.')
  assert.ok(await bea.getByLabel('Bea Thorn').isChecked())
  await bea.getByLabel(/was said\?/).fill('It should be nearer.')
  await press(bea, 'Keep all this')
  assert.match(await main(bea), /It should be nearer[\s\S]*We ask the council/)
  assert.match(await main(bea), /Bea Thorn[\s\S]*Family carers, 2/)
})

test('two who type at once lose nothing of each other', async () => {
  await joe.getByLabel('Joe Marsh').check()
  await joe.getByLabel(/was said\?/).fill('The hill is steep.')
  expectErrors(joe, /status of 422/)
  await press(joe, 'Keep all this')
  assert.match(await main(joe), /Somebody else wrote down who came meanwhile/)
  assert.ok(await joe.getByLabel('Bea Thorn').isChecked())
  assert.ok(await joe.getByLabel('Joe Marsh').isChecked())
  await field(joe, 'others_care').fill('2')
  await press(joe, 'Keep all this')
  const kept = await main(joe)
  assert.match(kept, /Two wrote at the same time/)
  for (const words of ['It should be nearer', 'The hill is steep', 'We ask the council',
    'Family carers, 2']) assert.ok(kept.includes(words), words)
})

test('what nobody touched is not written again', async () => {
  await bea.goto(`${meeting}/day/enter`)
  await press(bea, 'Keep all this')
  assert.match(await main(bea), /Two wrote at the same time/)
})
