// SPDX-License-Identifier: AGPL-3.0-or-later
// A meeting from its call to its end (R64, R65, indicator 1), without JavaScript: called by
// keyboard, with a place and what is there; answered in Easy Read and on the page; who would be
// missing is seen and the reason stays; moved, told once, called off.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { expectErrors, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { follow, main, press, startDemo } from './demo.mjs'
import { byKeyboard } from './keyboard.mjs'

const TITLE = 'New day centre: who chooses what?'
const GROUP = 'Short breaks group'
// Within the eight weeks in which the start page asks, and after the demo's own meetings.
const DAY = new Date(Date.now() + 45 * 24 * 3600 * 1000)
/** The hour in UTC when it is 2 pm in London on that day. */
function utcOfTwoInLondon() {
  const noon = new Date(Date.UTC(DAY.getFullYear(), DAY.getMonth(), DAY.getDate(), 12))
  const hour = new Intl.DateTimeFormat('en-GB',
    { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' }).format(noon)
  return 14 - (Number(hour) - 12)
}

let server
let joe // co-chair
let noor // in Easy Read
let hugh // manager
let hands // Joe's

async function toMeeting(person) {
  await person.goto('/groups')
  await follow(person, GROUP)
  await follow(person, 'All meetings')
  await follow(person, TITLE)
}

before(async () => {
  const demo = await startDemo()
  const { comeIn } = demo;
  ({ server } = demo)
  joe = await comeIn('Joe Marsh')
  noor = await comeIn('Noor Bramble', { language: 'en-GB-x-easyread', javaScript: false })
  hugh = await comeIn('Hugh Furrow')
  hands = byKeyboard(joe)
})

test('a meeting is called by keyboard, and wrong times come back filled in', async () => {
  await hands.press('Groups')
  await hands.press(GROUP)
  await hands.press('All meetings')
  await hands.press('Call a meeting')
  await checkPage(joe, 'calling a meeting')
  await hands.fill('What is the meeting about, in a few words?', TITLE)
  await hands.fill('Day', String(DAY.getDate()))
  await hands.fill('Month', String(DAY.getMonth() + 1))
  await hands.fill('Year', String(DAY.getFullYear()))
  await hands.fill(/When does it start\?$/, '2.30')
  await hands.fill(/When does it end\?$/, '4 pm')
  await hands.press('Call the meeting')
  assert.match(await main(joe), /Add am or pm/)
  await expectErrors(joe, /422/)
  await hands.fill(/When does it start\?$/, '2.30 pm')
  await hands.press('Call the meeting')
  assert.match(await main(joe), /The meeting is called/)
  assert.match(await main(joe), /2.30 pm to 4 pm/)
  assert.match(await main(joe), /The place is not known yet/)
})

test('a place says what is there and what is not', async () => {
  await hands.press('Say where it is')
  await joe.getByRole('radio', { name: 'A new place', exact: true }).check()
  await joe.getByLabel(/What is the place called\?$/).fill('Mill Lane Library')
  await joe.getByLabel('Hearing loop', { exact: true }).check()
  await joe.getByLabel('No lift', { exact: true }).check()
  await checkPage(joe, 'a place')
  await press(joe, 'Keep this')
  assert.match(await main(joe), /Mill Lane Library.*Hearing loop.*No lift/s)
  assert.doesNotMatch(await main(joe), /Quiet room/) // nobody has looked
  await lookAt(joe, 'meeting')
  await checkPage(joe, 'a meeting')
})

test('invited in Easy Read: yes, if I get help', async () => {
  await noor.goto('/')
  assert.match(await main(noor), new RegExp(`There is a meeting: ${TITLE.replace('?', '\\?')}`))
  await toMeeting(noor)
  await checkPage(noor, 'a meeting in Easy Read')
  await lookAt(noor, 'meeting-easy')
  await follow(noor, 'Answer')
  await noor.getByLabel('Yes, if I get help', { exact: true }).check()
  await press(noor, 'Go on')
  await noor.getByLabel('A person who takes me there and back', { exact: true }).check()
  await press(noor, 'Go on')
  await noor.getByLabel(/In your own words$/).fill('A taxi that takes my chair')
  await press(noor, 'Go on')
  await press(noor, 'Send my answer')
  assert.match(await main(noor), /A taxi that takes my chair/)
  assert.match(await main(noor), /A person who takes me there and back.*You can ask Joe Marsh/s)
  await noor.goto('/')
  assert.doesNotMatch(await main(noor), /There is a meeting: /)
})

test('who would be missing is seen; the need only by who arranges', async () => {
  await toMeeting(joe)
  assert.match(await main(joe), /Fewer than two people who use services, and nobody who works/)
  await follow(joe, '1 comes with help: see with what')
  assert.match(await main(joe), /Noor Bramble.*A taxi that takes my chair/s)
  await toMeeting(hugh)
  assert.doesNotMatch(await main(hugh), /Fewer than two|A taxi|Noor Bramble/)
  await hugh.getByLabel('Yes, online or by telephone').check()
  await press(hugh, 'Send my answer')
  await toMeeting(joe)
  assert.doesNotMatch(await main(joe), /nobody who works/)
  await follow(joe, 'Go ahead, and say why')
  await joe.getByLabel('Why does it go ahead?').fill('The council decides the day after')
  await press(joe, 'Go ahead')
  await toMeeting(hugh)
  assert.match(await main(hugh), /Why it goes ahead without one side.*The council decides/s)
})

test('in a calendar of one’s own: a file, and an address to turn off', async () => {
  const get = (path, headers = {}) =>
    hugh.context().request.get(new URL(path, server.url).href, { headers })
  const link = hugh.getByRole('link', { name: 'Put it into my calendar', exact: true })
  const file = await get(await link.getAttribute('href'))
  assert.match(file.headers()['content-type'], /^text\/calendar/)
  assert.match(await file.text(), new RegExp(`DTSTART:\\d{8}T${utcOfTwoInLondon()}3000Z`))
  await hugh.goto('/me/calendar')
  await press(hugh, 'Make my address')
  await checkPage(hugh, 'a calendar of one’s own')
  const address = /http\S+\.ics/.exec(await main(hugh))[0]
  const feed = await get(address)
  assert.match(await feed.text(), /SUMMARY:New day centre/)
  assert.doesNotMatch(await feed.text(), /Noor|taxi/)
  assert.equal((await get(address, { 'If-None-Match': feed.headers().etag })).status(), 304)
  await press(hugh, 'Turn it off')
  assert.equal((await get(address)).status(), 404)
})

test('moved, answers are asked anew; called off, nobody is asked', async () => {
  await toMeeting(joe)
  await joe.getByRole('link', { name: 'Move it to another time', exact: true }).last().click()
  await joe.getByLabel('When does it start?').fill('11 am')
  await joe.getByLabel('When does it end?').fill('midday')
  await joe.getByLabel('Why?').fill('The hall is let')
  await press(joe, 'Keep this')
  assert.match(await main(joe), /This meeting was moved.*The hall is let/s)
  assert.match(await main(joe), /0 people come/)
  await noor.goto('/')
  assert.match(await main(noor), /New time: New day centre/)
  await follow(joe, 'Call it off')
  await joe.getByLabel('Why?').fill('Snow')
  await press(joe, 'Call it off')
  assert.match(await main(joe), /This meeting was called off.*Snow/s)
  await noor.goto('/')
  assert.doesNotMatch(await main(noor), /New time: /)
})

test('every page was valid HTML', assertValidHtml)
