// SPDX-License-Identifier: AGPL-3.0-or-later
// After a meeting (R88, R102): one question on the start page, answered once and without a name;
// slips from the bag; too few are not told; and how shared the group's work is, with what somebody
// who uses services says beside a figure. Without JavaScript.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, expectErrors, goBy } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { startServer } from './server.mjs'

let server
let joe // has a duty in the group, and uses its service
let home // the group's address
let meeting

const main = (person) => person.locator('main').textContent()
const field = (person, name) => person.locator(`main [name="${name}"]`)
const send = (person) => person.locator('main form button').last().click()

async function pathOf(person, name) {
  const link = person.getByRole('link', { name, exact: true }).first()
  return new URL(await link.getAttribute('href'), server.url).pathname
}

before(async () => {
  server = await startServer({ isDemo: true })
  const rowan = await asPerson(server.url)
  await rowan.goto(server.organiserLink)
  await rowan.getByRole('button', { name: /^Come in as/ }).click()
  await rowan.goto('/people')
  await rowan.locator('table').getByRole('link', { name: 'Joe Marsh', exact: true }).click()
  await rowan.getByRole('button', { name: /^Make a link/ }).click()
  const link = /http\S+\/in\/[\w-]+/.exec(await rowan.locator('main').textContent())[0]
  joe = await asPerson(server.url, { javaScript: false })
  await joe.goto(link)
  await joe.getByRole('button', { name: /^Come in as/ }).click()
  await joe.goto('/groups')
  home = await pathOf(joe, 'Short breaks group')
})

test('a meeting that took place, and who came', async () => {
  const day = new Date(Date.now() - 2 * 24 * 3600 * 1000)
  await joe.goto(`${home}/meetings/past`)
  await field(joe, 'title').fill('Which weekends?')
  await field(joe, 'day-day').fill(String(day.getDate()))
  await field(joe, 'day-month').fill(String(day.getMonth() + 1))
  await field(joe, 'day-year').fill(String(day.getFullYear()))
  await field(joe, 'start').fill('2 pm')
  await field(joe, 'end').fill('3 pm')
  await send(joe)
  meeting = new URL(joe.url()).pathname
  await joe.goto(`${meeting}/minutes/came`)
  await joe.getByLabel('Joe Marsh').check()
  await field(joe, 'others_use').fill('6')
  await field(joe, 'others_work').fill('2')
  await send(joe)
})

test('one question afterwards, once', async () => {
  await joe.goto('/')
  await goBy(joe, joe.getByRole('link', { name: 'Say how it was' }))
  await checkPage(joe, 'how it was')
  const asked = new URL(joe.url()).pathname
  await joe.locator('[name="heard"][value="no"]').check()
  await joe.getByRole('button', { name: 'Send my answer' }).click()
  assert.match(await main(joe), /Thank you/)
  await joe.goto('/')
  assert.doesNotMatch(await main(joe), /Which weekends\?/)
  await joe.goto(asked)
  assert.match(await main(joe), /not/)
  await expectErrors(joe, /404/)
})

test('fewer than five are not told; slips make them more', async () => {
  await joe.goto(`${meeting}/afterwards`)
  assert.match(await main(joe), /Too few answers to tell/)
  await joe.getByRole('link', { name: 'Write down slips from the bag' }).click()
  await joe.locator('[name="side"][value="uses"]').check()
  await field(joe, 'slips').fill('40')
  await send(joe)
  assert.match(await main(joe), /more slips than people who came/)
  await expectErrors(joe, /422/)
  await field(joe, 'slips').fill('5')
  await field(joe, 'heard_yes').fill('4')
  await send(joe)
  assert.match(await main(joe), /Were you heard\?\s*4\s*0\s*1/)
  await checkPage(joe, 'what people said')
})

test('how shared it is, and what is said beside it', async () => {
  await joe.goto(`${meeting}/shared`)
  assert.match(await main(joe), /Together/)
  await checkPage(joe, 'one meeting')
  await joe.goto(home)
  await joe.getByRole('link', { name: 'How shared is this?' }).click()
  await checkPage(joe, 'how shared')
  await joe.goto(`${home}/shared/said`)
  await joe.getByRole('link', { name: 'Say something to this figure' }).click()
  await field(joe, 'words').fill('It is better since we sit in a circle')
  await send(joe)
  assert.match(await main(joe), /People who use services say:\s*It is better/)
  await checkPage(joe, 'one figure')
  await assertValidHtml()
})
