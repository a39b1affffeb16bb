// SPDX-License-Identifier: AGPL-3.0-or-later
// Somebody from outside who leads a meeting (R68, R70): asked for in private on a phone in Easy
// Read, answered by whoever was asked, read by all with their stake; and it falls through. Without
// JavaScript.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { expectErrors, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { callMeeting, choose, dayAfter, field, main, press, startDemo } from './demo.mjs'
import { PHONE as TOUCH, tap, tapAndGo } from './touch.mjs'

const WHO = 'A mediator from the law centre'
const PHONE = { ...TOUCH, javaScript: false }

let server
let comeIn
let rowan // organiser; is asked
let joe // on a phone, Easy Read; asks
let lowri // in the group; holds a duty
let group
let agenda // its address

// Joe's answer to the one question on the page, then on.
async function say(name, value) {
  const at = joe.locator(`.ct-picture-row--asks [name="${name}"]`)
  if (await at.first().getAttribute('type') === 'radio')
    await tap(joe, value ? joe.locator(`[name="${name}"][value="${value}"]`) : at.first())
  else await at.fill(value)
  await tapAndGo(joe, joe.getByRole('button', { name: 'Go on' }))
}

before(async () => {
  ({ server, rowan, comeIn } = await startDemo())
  lowri = await comeIn('Lowri Tarn')
  joe = await comeIn('Joe Marsh', PHONE)
  await lowri.goto('/groups')
  await goBy(lowri, lowri.getByRole('link', { name: 'Short breaks group' }).first())
  group = new URL(lowri.url()).pathname
  agenda = `${await callMeeting(lowri, group, 'Who pays for breaks', dayAfter(20))}/agenda`
})

test('somebody asks in private, in Easy Read, on a phone', async () => {
  await joe.goto(`${group}/hard?language=en-GB-x-easyread`)
  await tapAndGo(joe, joe.getByRole('link', { name: 'Ask for help' }))
  await say('kind', 'facilitator')
  const other = joe.locator('[name="to"]')
  await checkPage(joe, 'whom to ask, Easy Read')
  assert.ok(await other.count() > 0)
  const label = joe.locator('label', { hasText: 'Rowan Field' })
  await tap(joe, joe.locator(`#${await label.first().getAttribute('for')}`))
  await tapAndGo(joe, joe.getByRole('button', { name: 'Go on' }))
  await checkPage(joe, 'which meeting, Easy Read')
  await lookAt(joe, 'outside-which-meeting-easy')
  const meeting = joe.locator('label', { hasText: 'Who pays for breaks' })
  await tap(joe, joe.locator(`#${await meeting.first().getAttribute('for')}`))
  await tapAndGo(joe, joe.getByRole('button', { name: 'Go on' }))
  await say('words', 'We talk in circles.')
  await tapAndGo(joe, joe.locator('.ct-steps .govuk-button').first())
  assert.equal(new URL(joe.url()).pathname, agenda)
  assert.match(await main(joe), /Nobody knows it was you.*Rowan Field will answer by/s)
  await checkPage(joe, 'an agenda on which somebody from outside is asked for, Easy Read')
  await lookAt(joe, 'outside-asked-easy')
})

test('the group reads that it was asked, not who; nor does the person asked', async () => {
  await lowri.goto(agenda)
  assert.match(await main(lowri), /Somebody in the group asked for a person from outside/)
  assert.match(await main(lowri), /Rowan Field answers by/)
  assert.doesNotMatch(await main(lowri), /Joe Marsh asked|circles/)
  assert.equal(await lowri.getByRole('link', { name: 'Give the answer' }).count(), 0)
  assert.equal(await lowri.getByRole('link', { name: 'Ask for somebody from outside' }).count(), 0)
  await lowri.goto(agenda.replace(/agenda$/, 'outside'))
  await checkPage(lowri, 'asking for somebody from outside')
  await lookAt(lowri, 'outside-ask')
  await field(lowri, 'to').first().check()
  await choose(lowri, 'name', 'named')
  await press(lowri, 'Ask for this')
  assert.match(await main(lowri), /Somebody asked for it already/)
  await expectErrors(lowri, /422/)
  await rowan.goto('/waiting')
  assert.match(await main(rowan), /Somebody from outside is asked for/)
  await goBy(rowan, rowan.locator('main a[href^="/outside/"]').first())
  assert.match(await main(rowan), /Somebody in the group asked.*We talk in circles/s)
  assert.doesNotMatch(await main(rowan), /Joe Marsh/)
})

test('the answer, with who leads and what their stake is, is read by all', async () => {
  await choose(rowan, 'possible', 'no')
  await press(rowan, 'Tell the group')
  assert.match(await main(rowan), /Say why it is not possible/)
  await expectErrors(rowan, /422/)
  await checkPage(rowan, 'an answer without a reason')
  await choose(rowan, 'possible', 'yes')
  await field(rowan, 'who').fill(WHO)
  await field(rowan, 'interests').fill('The council pays them.')
  await lookAt(rowan, 'outside-answer')
  await press(rowan, 'Tell the group')
  await lowri.goto(agenda)
  assert.match(await main(lowri),
    new RegExp(`Who leads it through.*${WHO}.*not of this group.*The council pays them`, 's'))
  await checkPage(lowri, 'an agenda that somebody from outside leads')
  await lookAt(lowri, 'outside-leads')
})

test('it falls through: all read why, and it can be asked again', async () => {
  await rowan.goto(agenda)
  if (await rowan.getByRole('link', { name: 'Change this answer' }).count() > 0)
    await goBy(rowan, rowan.getByRole('link', { name: 'Change this answer' }))
  await choose(rowan, 'possible', 'no')
  await field(rowan, 'because').fill('They are ill.')
  await press(rowan, 'Tell the group')
  await lowri.goto(agenda)
  assert.match(await main(lowri), new RegExp(`${WHO} was to lead it.*because:.*They are ill`, 's'))
  await goBy(lowri, lowri.getByRole('link', { name: 'Ask for somebody from outside' }))
  await field(lowri, 'to').first().check()
  await choose(lowri, 'name', 'named')
  await press(lowri, 'Ask for this')
  await joe.goto(agenda)
  assert.match(await main(joe), /Lowri Tarn asked for a new leader/)
  await lowri.goto(agenda)
  await press(lowri, 'Take this back')
  await joe.goto(agenda)
  assert.doesNotMatch(await main(joe), /Lowri Tarn asked for a new leader/)
})

test('every page was valid HTML', assertValidHtml)
