// SPDX-License-Identifier: AGPL-3.0-or-later
// A group from its first word to its last (R13, R17–R23), by keyboard alone and without JavaScript:
// what is offered is read before joining and stays as it was, a duty goes on by a yes, two yeses
// put on the register what the group may decide; who is not in a closed circle never hears of it.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { follow, main, press, startDemo } from './demo.mjs'
import { byKeyboard } from './keyboard.mjs'

const OFFER = 'Two pounds for the bus, on the day'
const FIRST = 'That we choose who helps us'
const NEXT_YEAR = String(new Date().getFullYear() + 1)

let server
let comeIn
let rowan // organiser
let bea
let joe
let hands // Bea's

const heading = (person) => person.locator('h1').textContent()

before(async () => {
  ({ server, rowan, comeIn } = await startDemo())
  bea = await comeIn('Bea Thorn')
  joe = await comeIn('Joe Marsh')
  hands = byKeyboard(bea)
})

test('anybody starts a group, by keyboard', async () => {
  await hands.press('Groups')
  await hands.press('Start a group')
  await hands.fill('What is the group called?', 'Choosing helpers')
  await hands.fill('What do you want to be different?', FIRST)
  await hands.choose('People of all sides together')
  await hands.choose('Everybody here')
  await hands.choose('The group says yes first')
  await hands.choose('Your expenses: travel, care for somebody, a helper')
  await hands.choose('Payment for your time')
  await hands.fill('How much, and how?', OFFER)
  await hands.press('Start this group')
  assert.equal(await heading(bea), 'Choosing helpers')
})

test('the offer is read before joining, and the group says yes', async () => {
  await joe.goto('/groups')
  await follow(joe, 'Choosing helpers')
  await follow(joe, 'Read it, and join if you like')
  assert.match(await main(joe), new RegExp(`${OFFER}.*can affect benefits.*Citizens Advice`, 's'))
  await joe.getByLabel('I use services').check()
  await joe.getByLabel('No: only numbers are told, where they show nobody').check()
  await joe.getByLabel('Do you want to tell the group something?').fill('I chose mine.')
  await checkPage(joe, 'before joining')
  await lookAt(joe, 'group-before-joining')
  await press(joe, 'Ask to join')
  assert.match(await main(joe), /You asked to join/)
  await hands.press('Home')
  assert.match(await main(bea), /Somebody asks to join your group/)
  await bea.goto('/groups')
  await hands.press('Choosing helpers')
  await hands.press(/^Read and answer: /)
  assert.match(await main(bea), /Joe Marsh.*I chose mine/s)
  await hands.press(/^Yes, welcome/)
  assert.match(await main(bea), /2 people are in it/)
})

test('what was offered stays as it was; a role is not told', async () => {
  await hands.press('Back')
  await hands.press('What people get who take part')
  await hands.choose('Training')
  await hands.fill('How much, and how?', 'Nothing on the day')
  await hands.press('Keep this')
  await joe.goto('/groups')
  await follow(joe, 'Choosing helpers')
  await follow(joe, 'Your place in the group')
  assert.match(await main(joe), new RegExp(OFFER))
  assert.doesNotMatch(await main(joe), /Nothing on the day/)
  await hands.press('Who is in it')
  assert.doesNotMatch(await main(bea), /uses services/)
  assert.match(await main(bea), /Numbers are told from five people on/)
  await hands.press('Back')
})

test('a duty is taken on, handed over and kept in mind', async () => {
  await hands.press('Who does what, until when')
  await hands.choose('Facilitator: helps everybody to take part')
  await hands.fill('Day', '31')
  await hands.fill('Month', '1')
  await hands.fill('Year', NEXT_YEAR)
  await hands.fill('Do you have a stake of your own in what the group decides?',
    'My son lives there')
  await hands.press('Take it on')
  await hands.press('Hand over, or change it')
  await hands.fill('Who could take it over?', 'Joe Marsh')
  await hands.press('Ask this person')
  assert.match(await main(bea), /Joe Marsh was asked to take it over/)
  await joe.goto('/groups')
  await follow(joe, 'Choosing helpers')
  await follow(joe, /^Look at it ?: /)
  await follow(joe, 'Would you take over this duty?')
  await joe.getByLabel('Day').fill('1')
  await joe.getByLabel('Month').fill('6')
  await joe.getByLabel('Year').fill(NEXT_YEAR)
  await checkPage(joe, 'taking over a duty')
  await press(joe, 'Yes, I take it over')
  assert.match(await main(joe), /Now.*Joe Marsh.*Before.*Bea Thorn.*My son lives there/s)
})

test('two yeses put on the public register what the group may decide', async () => {
  await hands.press('Back')
  await hands.press('Nothing is written yet')
  await hands.fill('What may the group decide by itself?', 'Who is asked to help on Sundays')
  await hands.fill('Who gave this to the group?', 'The service, in March')
  await hands.fill('How much money, in whole pounds?', '1200')
  await hands.press('Write it down')
  await hands.press('Yes, everybody may read it')
  const stranger = await asPerson(server.url, { javaScript: false })
  await stranger.goto('/register')
  assert.doesNotMatch(await main(stranger), /Sundays/)
  await joe.goto('/groups')
  await follow(joe, 'Choosing helpers')
  await follow(joe, 'All that it may decide')
  await press(joe, 'Yes, everybody may read it')
  await stranger.goto('/register')
  assert.match(await main(stranger), /Choosing helpers.*Sundays.*£1,200.*The service, in March/s)
})

test('a savings target is said openly, with why; nothing before is lost', async () => {
  await hands.press('Back')
  await hands.press('How this came about')
  await hands.fill('What do you want to be different?', 'That we choose, and are told why')
  await hands.choose('Yes, money is to be saved')
  await hands.fill(/How much, and who wants it/, 'A tenth, says the council')
  await hands.fill('Why is it changed?', 'We were told in May')
  await hands.press('Keep this')
  assert.match(await main(bea), /Money is to be saved:.*A tenth/s)
  await hands.press('How this came about')
  assert.match(await main(bea), new RegExp(`We were told in May.*${FIRST}`, 's'))
  await hands.press('Back')
})

test('what is stuck, the first meeting, and closing well', async () => {
  await hands.press('What is stuck')
  await hands.fill('What is stuck?', 'The hall has no key')
  await hands.fill('Who looks after it?', 'Rowan')
  await hands.press('Write it down')
  await hands.press('It is solved')
  await hands.fill('How was it solved?', 'The library has one')
  await hands.press('Keep this')
  assert.match(await main(bea), /The hall has no key.*The library has one/s)
  await hands.press('Back')
  await hands.press('First meeting together')
  await hands.press('Begin with a ready list')
  await hands.choose('Both sides write the agenda')
  await hands.press('Keep the ticks')
  assert.ok(await bea.getByLabel('Both sides write the agenda').isChecked())
  await hands.press('Back')
  await hands.press('Close the group well')
  await hands.fill('A last word: what do you want to say to one another?', 'Thank you all')
  await hands.press('Close the group')
  await joe.goto('/groups')
  await follow(joe, 'Choosing helpers')
  assert.match(await main(joe), /This group has closed.*Thank you all/s)
  await checkPage(joe, 'a closed group')
  await follow(joe, 'What is stuck')
  assert.match(await main(joe), /The library has one/)
})

test('a circle that only its members see is unknown to others', async () => {
  await rowan.goto('/groups')
  assert.doesNotMatch(await main(rowan), /Tuesday talk/)
  const sam = await comeIn('Sam Brook')
  await sam.goto('/groups')
  await follow(sam, 'Tuesday talk')
  await follow(sam, 'Who is in it')
  assert.match(await main(sam), /Pearl Sluice, peer supporter/)
  const response = await rowan.goto(new URL(sam.url()).pathname)
  assert.equal(response.status(), 404)
})

test('every page was valid HTML', assertValidHtml)
