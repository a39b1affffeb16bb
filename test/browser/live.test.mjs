// SPDX-License-Identifier: AGPL-3.0-or-later
// The day of a meeting with internet (R64, R70): cards and turns appear on the screen in the room
// within a second, without a reload and without a name nobody chose to show; without JavaScript the
// same buttons and a page that loads itself again. At the door people press their name on a screen
// that opens nothing else.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, expectErrors, goBy, lookAt } from './browser.mjs'
import { checkPage } from './check_page.mjs'
import { choose, field, joinGroup, main, press, send, startDemo, startGroup } from './demo.mjs'

// Long before the page would look again by itself, also on a machine that has much to do.
const SOON_MS = 8000
const WITHIN_MS = 1000

let server
let comeIn
let rowan // organiser; makes the links
let bea // leads the meeting through, with the screen in the room
let joe // has a telephone
let lee // has no JavaScript
let meeting // its address
let door // of the screen at the door

// Today at the place where it is, twelve hours ago: right at any hour, around any change of clocks.
// With am or pm, which the form asks for from 1 to 12.
async function writeDownMeeting(home) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London', hour12: true, year: 'numeric', month: 'numeric', day: 'numeric',
    hour: 'numeric', minute: '2-digit',
  }).formatToParts(new Date(Date.now() - 12 * 3600 * 1000))
  const part = (type) => parts.find((one) => one.type === type).value
  await bea.goto(`${home}/meetings/past`)
  await field(bea, 'title').fill('Where the bus stops')
  await choose(bea, 'kind', 'shared')
  await field(bea, 'day-day').fill(part('day'))
  await field(bea, 'day-month').fill(part('month'))
  await field(bea, 'day-year').fill(part('year'))
  await field(bea, 'start').fill(`${part('hour')}.${part('minute')} ${part('dayPeriod')}`)
  await send(bea)
  return new URL(bea.url()).pathname
}

before(async () => {
  ({ server, rowan, comeIn } = await startDemo())
  bea = await comeIn('Bea Thorn', {})
  joe = await comeIn('Joe Marsh', { width: 320 })
  lee = await comeIn('Lee Harbour', { javaScript: false })
  const home = await startGroup(bea, 'The new hall')
  await joinGroup(joe, home)
  await joinGroup(lee, home)
  meeting = await writeDownMeeting(home)
})

test('cards are off until whoever leads switches them on', async () => {
  await joe.goto(`${meeting}/day/cards`)
  assert.match(await main(joe), /switched off/)
  await bea.goto(`${meeting}/day`)
  await checkPage(bea, 'the day, while it is on')
  await bea.getByRole('link', { name: /Cards and turns/ }).click()
  await press(bea, 'Switch cards and turns on')
  // Joe's page hears of it.
  await joe.getByRole('button', { name: 'Slow down' }).waitFor({ timeout: SOON_MS })
  await checkPage(joe, 'cards and turns')
  await lookAt(joe, 'live-cards')
})

test('a card is on the screen in the room within a second, without a name', async () => {
  await bea.goto(`${meeting}/day/room`)
  const loads = []
  bea.on('framenavigated', () => loads.push(bea.url()))
  const sign = bea.locator('[data-live="raised"]').getByText('Slow down')
  await press(joe, 'Slow down')
  await sign.waitFor({ timeout: SOON_MS })
  await checkPage(bea, 'the screen in the room, with a card')
  await lookAt(bea, 'live-room')
  assert.doesNotMatch(await main(bea), /Joe/)
  assert.match(await main(joe), /Your card is up: Slow down/)
  await press(joe, 'Stop')
  await bea.locator('[data-live="raised"]').getByText('Stop').waitFor({ timeout: SOON_MS })
  assert.equal(await sign.count(), 0) // one at a time
  await press(joe, 'Take my card down')
  const stop = bea.locator('[data-live="raised"]').getByText('Stop')
  await stop.waitFor({ state: 'detached', timeout: SOON_MS })
  // After the page of whoever pressed says so; the best of a few: other programs run beside this.
  const took = []
  for (let i = 0; i < 4; i++) {
    await press(joe, 'Stop')
    const began = performance.now()
    await stop.waitFor({ timeout: SOON_MS })
    took.push(performance.now() - began)
    await press(joe, 'Take my card down')
    await stop.waitFor({ state: 'detached', timeout: SOON_MS })
  }
  assert.ok(Math.min(...took) < WITHIN_MS, `after ${took.map(Math.round).join(', ')} ms`)
  assert.deepEqual(loads, [])
})

test('turns stand in the order in which they came, by name where that was chosen', async () => {
  await lee.goto(`${meeting}/day/cards`)
  await press(lee, 'I would like to speak, without my name')
  await press(joe, /show my name, Joe/)
  const turns = bea.locator('[data-live="raised"] li')
  await turns.nth(1).waitFor({ timeout: SOON_MS })
  assert.deepEqual((await turns.allTextContents()).map((one) => one.trim()), ['Somebody', 'Joe'])
  const cards = await bea.context().newPage()
  await cards.goto(`${meeting}/day/cards`)
  await cards.getByRole('button', { name: 'The first on the list has spoken' }).click()
  await turns.nth(1).waitFor({ state: 'detached', timeout: SOON_MS })
  assert.deepEqual((await turns.allTextContents()).map((one) => one.trim()), ['Joe'])
  await cards.close()
})

test('without JavaScript the page loads itself again when somebody asks for it', async () => {
  await lee.goto(`${meeting}/day/room`)
  await checkPage(lee, 'the screen in the room, without scripts')
  await lookAt(lee, 'live-room-plain')
  assert.match(await main(lee), /Joe/)
  const plain = await lee.request.get(`${meeting}/day/room`)
  assert.equal(plain.headers().refresh, undefined)
  await lee.getByRole('link', { name: /load itself again/ }).click()
  const again = await lee.request.get(lee.url())
  assert.equal(again.headers().refresh, '20')
  await lee.getByRole('link', { name: /Stop: this page/ }).click()
  assert.doesNotMatch(lee.url(), /again/)
  await lee.goto(`${meeting}/day/cards`)
  await checkPage(lee, 'cards and turns, without scripts')
  await press(lee, 'I agree')
  assert.match(await main(lee), /Your card is up: I agree/)
  await bea.locator('[data-live="raised"]').getByText('I agree').waitFor({ timeout: SOON_MS })
})

test('the screen hears of the agenda and of who came', async () => {
  await joe.goto(`${meeting}/agenda/new`)
  await joe.getByLabel(/What should we talk about/).fill('The stop by the hall')
  await choose(joe, 'whose', 'me')
  await press(joe, 'Put it on the agenda')
  await goBy(bea, bea.getByRole('button', { name: /Start the clock/ }))
  const lead = bea.locator('[data-live="now"]')
  await lead.getByText('The stop by the hall').first().waitFor({ timeout: SOON_MS })
  // What comes next has begun: cards for what was before are down.
  assert.equal(await bea.locator('[data-live="raised"]').getByText('I agree').count(), 0)
})

test('the door opens on a screen on which nobody is signed in', async () => {
  const tablet = await comeIn('Bea Thorn', {})
  await tablet.goto(`${meeting}/day/door`)
  await checkPage(tablet, 'opening the door')
  await lookAt(tablet, 'live-door')
  await press(tablet, 'Sign me out, and open the door here')
  door = new URL(tablet.url()).pathname
  assert.match(door, /^\/door\//)
  await checkPage(tablet, 'the door')
  await lookAt(tablet, 'live-door-names')
  for (const page of ['/me', meeting, `${meeting}/day/cards`, `${meeting}/minutes`]) {
    const reply = await tablet.request.get(page)
    assert.equal(reply.status(), 401, page)
  }
  await press(tablet, /Joe Marsh/)
  assert.match(await main(tablet), /Welcome, Joe Marsh[\s\S]*You are signed in/)
  await checkPage(tablet, 'signed in at the door')
  await lookAt(tablet, 'live-door-welcome')
  await bea.locator('[data-live="now"]').getByText('1 person is here').waitFor({
    timeout: SOON_MS })
  await press(tablet, 'This was a mistake: take it back')
  assert.match(await main(tablet), /You are not signed in/)
  await bea.locator('[data-live="now"]').getByText('1 person is here').waitFor({
    state: 'detached', timeout: SOON_MS })
})

test('at the door without JavaScript, in Easy Read: a member, and a guest', async () => {
  const tablet = await asPerson(server.url, { javaScript: false, width: 320 })
  await tablet.goto(`${door}?language=en-GB-x-easyread`)
  await checkPage(tablet, 'the door in Easy Read')
  await lookAt(tablet, 'live-door-easy')
  await press(tablet, /Lee Harbour/)
  await goBy(tablet, tablet.getByRole('button', { name: 'The next person' }).or(
    tablet.getByRole('link', { name: 'The next person' })))
  assert.match(await main(tablet), /Lee Harbour\s*is here/)
  const guest = await asPerson(server.url, { javaScript: false })
  await guest.goto(`${door}/guest`)
  await checkPage(guest, 'a guest at the door')
  await lookAt(guest, 'live-door-guest')
  expectErrors(guest, /status of 422/)
  await press(guest, 'Sign in')
  await field(guest, 'name').fill('Nell')
  await choose(guest, 'side', 'near')
  await press(guest, 'Sign in')
  assert.match(await main(guest), /Welcome, Nell/)
  const own = await bea.context().newPage()
  await own.goto(`${meeting}/day/door`)
  assert.match(await main(own), /Guests who wrote their name today[\s\S]*Nell/)
  await own.goto(`${meeting}/minutes`)
  assert.match(await main(own), /Lee Harbour[\s\S]*Neighbours, 1/)
  assert.doesNotMatch(await main(own), /Nell/)
  await press(guest, 'This was a mistake: take it back')
  await own.reload()
  assert.doesNotMatch(await main(own), /Neighbours, 1/)
  await own.close()
})

test('a door that is made up, or of another meeting, opens nothing', async () => {
  const stranger = await asPerson(server.url)
  const parts = door.split('/')
  for (const at of [2, 3, 4, 5]) {
    // Another end, whatever it ends with.
    const end = parts[at].endsWith('00') ? '11' : '00'
    const wrong = parts.map((part, i) => i === at ? part.slice(0, -2) + end : part).join('/')
    const reply = await stranger.request.get(wrong)
    assert.equal(reply.status(), 404, wrong)
  }
})
