// SPDX-License-Identifier: AGPL-3.0-or-later
// What a meeting cost (R22, R55-R60, R92): asked back in Easy Read on a phone without JavaScript,
// asked about by an organiser, put right, agreed and paid, with a picture of a receipt; and a
// thank-you that nobody is pressed about.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, goBy } from './browser.mjs'
import { checkPage } from './check_page.mjs'
import { follow, main, press, startDemo } from './demo.mjs'
import { PHONE as TOUCH, tap, tapAndGo } from './touch.mjs'

let server
let comeIn
let rowan // organiser
let joe // on a phone, Easy Read
let group
let meeting // their paths
let claim

// A red dot with a comment in it that says who made it.
const RECEIPT = Buffer.from('474946383961010001008000' + '00ff0000ffffff21fe05' +
  '536572656e002c00000000010001000002024401003b', 'hex')

const choose = (person, name) => person.getByRole('radio', { name }).check()

async function say(name, value) {
  const field = joe.locator(`.ct-picture-row--asks [name="${name}"]`)
  const type = await field.first().getAttribute('type')
  if (type === 'radio' || type === 'checkbox')
    await tap(joe, joe.locator(`[name="${name}"][value="${value}"]`))
  else await field.fill(value)
  await tapAndGo(joe, joe.getByRole('button', { name: 'Go on' }))
}

const sendAll = () => tapAndGo(joe, joe.locator('.ct-steps .govuk-button').first())

before(async () => {
  ({ server, rowan, comeIn } = await startDemo())
  joe = await comeIn('Joe Marsh', { ...TOUCH, javaScript: false })
})

test('somebody asks for their fare in Easy Read, one question at a time', async () => {
  await joe.goto('/groups?language=en-GB-x-easyread')
  await joe.getByRole('link', { name: 'Short breaks group' }).first().click()
  group = new URL(joe.url()).pathname
  await joe.goto(`${group}/meetings/past?language=en-GB`)
  await joe.locator('[name="title"]').fill('The new house')
  await joe.locator('[name="kind"][value="shared"]').check()
  const day = { day: '1', month: '6', year: '2026' }
  for (const [part, number] of Object.entries(day))
    await joe.locator(`[name="day-${part}"]`).fill(number)
  await joe.locator('[name="start"]').fill('2 pm')
  await joe.locator('main form button').last().click()
  meeting = new URL(joe.url()).pathname
  await joe.goto(`${meeting}/costs?language=en-GB-x-easyread`)
  await checkPage(joe, 'costs of a meeting, Easy Read')
  await joe.getByRole('link', { name: 'Ask for my money back' }).click()
  await say('has', 'fare')
  await say('fare', '3,50')
  await say('fare_words', 'Bus 12')
  await checkPage(joe, 'all answers of a claim, Easy Read')
  await sendAll()
  assert.match(await main(joe), /£3\.50/)
  await checkPage(joe, 'a claim, Easy Read')
  claim = new URL(joe.url()).pathname
})

test('a picture of a receipt is put to it, made clean, and seen by two only', async () => {
  await tapAndGo(joe, joe.getByRole('link', { name: /Add a picture of a receipt/ }))
  await checkPage(joe, 'pictures of receipts, Easy Read')
  await joe.locator('input[type=file]').setInputFiles({ name: 'a.gif', mimeType: 'image/gif',
    buffer: RECEIPT })
  await tapAndGo(joe, joe.getByRole('button', { name: 'Add the picture' }))
  for (let i = 0; i < 60 && await joe.locator('main img[src*="/receipts/"]').count() === 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    await joe.reload()
  }
  await checkPage(joe, 'a picture of a receipt, Easy Read')
  const picture = await joe.locator('main img[src*="/receipts/"]').getAttribute('src')
  const bytes = await (await joe.request.get(picture)).body()
  assert.equal(bytes.subarray(1, 4).toString(), 'PNG')
  assert.equal(bytes.includes('Seren'), false)
  assert.equal((await rowan.request.get(picture)).status(), 200) // says yes to it
  const stranger = await asPerson(server.url)
  assert.notEqual((await stranger.request.get(picture)).headers()['content-type'], 'image/png')
  await rowan.goto(claim)
  await checkPage(rowan, 'a claim with a picture')
  await tapAndGo(joe, joe.getByRole('button', { name: 'Take this picture out' }))
  assert.equal(await joe.locator('main img[src*="/receipts/"]').count(), 0)
  assert.equal((await rowan.request.get(picture)).status(), 404)
})

test('an organiser asks a question first; it is answered, agreed and paid', async () => {
  await rowan.goto('/waiting') // of what others could do too, the start page shows what has room
  await goBy(rowan, rowan.getByRole('link', { name: /^See to their costs/ }))
  await checkPage(rowan, 'costs that wait')
  await goBy(rowan, rowan.getByRole('link', { name: 'Joe Marsh: £3.50 The new house' }))
  await follow(rowan, 'Say yes, or ask something')
  await choose(rowan, 'I have a question first')
  await rowan.locator('[name="question"]').fill('Was that there and back?')
  await checkPage(rowan, 'answering a claim')
  await press(rowan, 'Send my answer')

  await joe.goto('/?language=en-GB')
  await goBy(joe, joe.getByRole('link', { name: 'Answer about my costs' }))
  assert.match(await main(joe), /Was that there and back\?/)
  await joe.locator('[name="answer"]').fill('No, only there')
  await joe.locator('[name="fare"]').fill('£7')
  await press(joe, 'Send it')

  await rowan.reload()
  await follow(rowan, 'Say yes, or ask something')
  await choose(rowan, 'Yes, to all of it')
  await press(rowan, 'Send my answer')
  await follow(rowan, 'Write down that it is paid')
  await choose(rowan, 'In cash, into the hand')
  await press(rowan, 'It is paid')
  await joe.goto('/me/costs')
  await checkPage(joe, 'my costs')
  assert.match(await main(joe), /The new house: £7.*Paid/s)
})

test('nobody is pressed to say what they want with a thank-you; a limit is their own', async () => {
  await joe.goto(`${meeting}/thanks?language=en-GB`)
  await choose(joe, 'No, thank you')
  assert.match(await main(joe), /That is as good an answer\. Nobody will ask why\./)
  await choose(joe, 'For this meeting')
  await checkPage(joe, 'what somebody wants with a thank-you')
  await press(joe, 'Keep this')
  await joe.goto(`${meeting}/thanks`)
  assert.match(await main(joe), /You said: no, thank you\./)
  await joe.goto('/me/money')
  await choose(joe, 'Yes, warn me')
  await joe.locator('[name="pence"]').fill('£100')
  await choose(joe, 'In a week, from Monday on')
  await checkPage(joe, 'my own limit')
  await press(joe, 'Keep this')
  assert.match(await main(joe), /£0 ?this week/)
})
