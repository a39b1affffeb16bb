// SPDX-License-Identifier: AGPL-3.0-or-later
// "You, as you wish" (R9, R11, R14, R95): somebody without JavaScript says what helps them, sees
// who looked, takes all of it away; an organiser is erased by keyboard alone, and the paper they
// wrote can still be read.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, expectErrors, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { byKeyboard } from './keyboard.mjs'
import { startServer } from './server.mjs'

const NEED = 'A chair with arms, near the door'
const SECRET = 'I write slowly. Please wait.'
const STRENGTH = 'Mending old radios'
const LIKE = 'Walks along the weir'
const ROLE = 'Keeper of the allotment keys'
const WRONG = 'My name is written Aminah'

let server
let rowan // the organiser
let amina // a member: no JavaScript
let tom // another member

const button = (page, name) => page.getByRole('button', { name, exact: true })

async function openPerson(name) {
  await rowan.goto('/people')
  await rowan.locator('table').getByRole('link', { name, exact: true }).click()
}

// A link that the organiser makes, opened by its person.
async function comeIn(name, options) {
  await openPerson(name)
  await rowan.getByRole('button', { name: /^Make a link/ }).click()
  const link = /http\S+\/in\/[\w-]+/.exec(await rowan.locator('main').textContent())[0]
  const person = await asPerson(server.url, options)
  await person.goto(link)
  await person.getByRole('button', { name: /^Come in as/ }).click()
  return person
}

before(async () => {
  server = await startServer({ isDemo: true })
  rowan = await asPerson(server.url)
  await rowan.goto(server.organiserLink)
  await rowan.getByRole('button', { name: /^Come in as/ }).click()
  amina = await comeIn('Amina Hale', { javaScript: false })
  tom = await comeIn('Tom Weir')
})

// One journey, told in parts.
test('needs are said in ticks and own words, and shared kind by kind', async () => {
  await amina.goto('/me')
  await checkPage(amina, 'me')
  await amina.getByRole('link', { name: 'What helps you take part?' }).click()
  await amina.getByRole('link', { name: /What helps me be there/ }).click()
  await amina.getByLabel('Breaks').check()
  await amina.getByLabel('I must have this').first().isVisible()
  await amina.locator('input[name="must-breaks"][value="must"]').check()
  await amina.getByLabel('In your own words').fill(NEED)
  await amina.locator('input[name="words_matter"][value="must"]').check()
  await amina.getByLabel('Organisers who must act on it').check()
  await checkPage(amina, 'needs of one kind')
  await button(amina, 'Keep this').click()
  await amina.getByText('What helps you is kept').waitFor()
  await amina.getByRole('link', { name: /What helps us understand each other/ }).click()
  await amina.getByLabel('In your own words').fill(SECRET)
  assert.ok(await amina.getByLabel('Nobody yet').isChecked(), 'private by default')
  await button(amina, 'Keep this').click()
  await amina.getByText('We ask you again on').waitFor()
  await checkPage(amina, 'all needs')
  await lookAt(amina, 'me-needs')
})

test('an organiser says what for, and sees what is shared', async () => {
  await openPerson('Amina Hale')
  await rowan.getByRole('link', { name: 'What helps this person take part' }).click()
  await checkPage(rowan, 'what do you need it for')
  await rowan.getByRole('link', { name: 'To prepare a meeting' }).click()
  await rowan.getByText(NEED).waitFor()
  assert.equal(await rowan.getByText(SECRET).count(), 0)
  await checkPage(rowan, 'needs, to an organiser')
})

test('the person sees who looked, when and what for', async () => {
  await amina.goto('/me/seen')
  const row = amina.getByRole('row', { name: /to prepare a meeting/ })
  assert.match(await row.textContent(), /Rowan Field/)
  assert.match(await row.textContent(), /20\d\d/)
  await checkPage(amina, 'who has seen')
})

test('strengths, roles, limits', async () => {
  await amina.goto('/me/strengths')
  await amina.getByLabel('What are you good at?').fill(STRENGTH)
  await amina.getByLabel('What do you like to do?').fill(LIKE)
  await checkPage(amina, 'strengths')
  await button(amina, 'Keep this').click()
  await amina.goto('/me/roles')
  await amina.getByLabel('Neighbour').check()
  await amina.getByLabel('Another role, in your own words').fill(ROLE)
  await button(amina, 'Keep my roles').click()
  await tom.goto('/members')
  assert.equal(await tom.getByText('Amina').count(), 0, 'nobody is listed who did not say so')
  await amina.getByLabel('Yes, show my name').check()
  await amina.locator(`input[name="shown"][value="${ROLE}"]`).check()
  await checkPage(amina, 'roles')
  await button(amina, 'Keep where I am shown').click()
  await tom.reload()
  const line = await tom.getByRole('listitem').filter({ hasText: 'Amina Hale' }).textContent()
  assert.ok(line.includes(ROLE) && !line.includes('neighbour'), line)
  await checkPage(tom, 'list of members')
  await amina.goto('/me/asking')
  await amina.getByRole('radio', { name: 'Another number' }).check()
  await button(amina, 'Keep this').click()
  assert.equal(await amina.getByText('Enter how many times a month').count(), 2)
  await expectErrors(amina, /422/)
  await amina.locator('input[name=times]').fill('2')
  await amina.getByLabel('Sunday').check()
  await checkPage(amina, 'asking, refused')
  await button(amina, 'Keep this').click()
  await amina.getByText('How often we may ask you is kept').waitFor()
})

test('mails come as somebody likes, or not at all', async () => {
  const radio = label => amina.getByRole('radio', { name: label })
  const papers = amina.locator('.govuk-summary-list__row', { hasText: 'Papers that are sent' })
  const choose = async (label, says) => {
    await radio(label).check()
    await button(amina, 'Keep this').click()
    await amina.getByText(says).first().waitFor()
    await amina.goto('/me/mails')
  }
  await amina.goto('/me/mails')
  assert.ok(await radio('All of them').isChecked())
  await checkPage(amina, 'mails')
  await choose('I choose one by one', 'Mails, one by one')
  await amina.goto('/me/mails/each')
  await checkPage(amina, 'mails, one by one')
  await goBy(amina, papers.getByRole('link', { name: /Change/ }))
  assert.ok(await radio('At once').isChecked())
  await checkPage(amina, 'mails about papers')
  await choose('Once a week, together', 'Which mails you get is kept')
  assert.ok(await radio('I choose one by one').isChecked())
  await choose('No mails', 'Which mails you get is kept')
  assert.ok(await radio('No mails').isChecked())
  await amina.goto('/me/mails/each')
  assert.match(await papers.textContent(), /No mail/)
  await amina.goto('/me/mails')
  await choose('I choose one by one', 'Mails, one by one')
  await amina.goto('/me/mails/each')
  assert.match(await papers.textContent(), /Once a week/, 'what was chosen before is back')
  await amina.goto('/me/mails')
  await choose('All of them', 'Which mails you get is kept')
  await amina.goto('/me/answers')
  await checkPage(amina, 'what I answered')
})

test('what is wrong is said and answered', async () => {
  await amina.goto('/me/record')
  await amina.getByLabel('What is wrong, and what is right?').fill(WRONG)
  await button(amina, 'Tell the organisers').click()
  await amina.getByText(WRONG).waitFor()
  await checkPage(amina, 'what is recorded')
  await lookAt(amina, 'me-record')
  await rowan.goto('/people')
  await rowan.getByRole('heading', { name: 'Something is wrong, somebody says' }).waitFor()
  await rowan.locator('.ct-card').getByRole('link', { name: 'Amina Hale' }).click()
  await rowan.getByText(WRONG).waitFor()
  await checkPage(rowan, 'corrections')
  await rowan.getByLabel('Your answer').fill('Put right today')
  await button(rowan, 'Answer').click()
  await amina.reload()
  await amina.getByText('Put right today').waitFor()
})

test('all that was typed is in the file that one takes away', async () => {
  const response = await amina.context().request.get('/me/record/file')
  assert.match(response.headers()['content-disposition'], /attachment/)
  const text = await response.text()
  const file = JSON.parse(text)
  for (const said of [NEED, SECRET, STRENGTH, LIKE, ROLE, WRONG, 'Amina Hale', 'Put right today',
    'amina@riverside.example'])
    assert.ok(text.includes(said), `${said} is not in the file`)
  const needs = file.you.needs.map((row) => [row.need, row.matters, row.who_may_know])
  assert.deepEqual(needs, [[SECRET, 'helps', 'nobody'],
    ['speech-to-text', 'must', 'organisers'], // the demo's own
    ['breaks', 'must', 'organisers'],
    [NEED, 'must', 'organisers']])
  assert.equal(file.you.times_a_month, 2)
  assert.ok(file.record.happened.some(({ by }) => by === 'Rowan Field'))
  assert.ok(file.papers.received.length > 0)
  assert.ok(!text.includes('Tom Weir'))
  // A copy that an organiser hands over lacks what only she may read, and she sees it was made.
  await openPerson('Amina Hale')
  const path = new URL(rowan.url()).pathname
  const copy = await (await rowan.context().request.get(`${path}/file`)).text()
  assert.ok(copy.includes(NEED) && !copy.includes(SECRET) && !copy.includes(STRENGTH))
  await amina.goto('/me/seen')
  await amina.getByText('A copy of all that is recorded about you was taken').waitFor()
})

test('somebody leaves, is written to no more, and is welcome back', async () => {
  const wren = await comeIn('Wren Ashdown', { language: 'en-GB' })
  await wren.goto('/me/leave')
  await checkPage(wren, 'leave')
  await button(wren, 'Leave now').click()
  await wren.getByText('You have left').waitFor()
  await wren.goto('/me')
  assert.match(await wren.locator('h1').textContent(), /Come in/)
  await expectErrors(wren, /401/)
  await rowan.goto('/people/gone')
  await checkPage(rowan, 'not here any more')
  await rowan.getByRole('link', { name: 'Wren Ashdown' }).click()
  await checkPage(rowan, 'a person who has left')
  await rowan.getByRole('button', { name: /^This was a mistake/ }).click()
  await rowan.getByText('Wren Ashdown is here again').waitFor()
})

test('an organiser writes a paper, hands over, and is erased by keyboard alone', async () => {
  await rowan.goto('/papers/new')
  await rowan.getByLabel('What is the paper called?').fill('The weir')
  await rowan.getByLabel('Write or paste it here').fill('It leaks, and we mend it in May.')
  await button(rowan, 'Keep this and look at it').click()
  await rowan.getByRole('button', { name: 'Send to' }).click()
  await rowan.getByLabel('Some people').check()
  await rowan.getByLabel('Tom Weir').check()
  await button(rowan, 'Make the formats').click()
  await button(rowan, 'Send it to everybody now').click()
  await rowan.getByText('The paper is on its way').waitFor()
  await rowan.goto('/me/erase')
  await checkPage(rowan, 'what would be erased')
  await rowan.goto('/me/erase/sure')
  const hands = byKeyboard(rowan)
  await hands.choose('Yes, erase it. I know that nobody can bring it back.')
  await hands.press('Erase it all')
  await rowan.getByText('Somebody must look after this place').first().waitFor()
  await expectErrors(rowan, /422/)
  await checkPage(rowan, 'the last organiser')
  await openPerson('Amina Hale')
  await rowan.getByRole('link', { name: 'Change this' }).click()
  await rowan.getByLabel('This person is an organiser').check()
  await button(rowan, 'Keep the changes').click()
  await rowan.goto('/me/erase/sure')
  await hands.choose('Yes, erase it. I know that nobody can bring it back.')
  await hands.press('Erase it all')
  await rowan.getByText('All that was recorded about you is erased').waitFor()
  await tom.goto('/papers')
  await tom.getByRole('link', { name: 'The weir' }).first().click()
  await tom.locator('main p', { hasText: 'It leaks, and we mend it in May.' }).waitFor()
  assert.equal(await tom.getByText('Rowan').count(), 0)
  await amina.goto('/me/seen')
  assert.match(await amina.getByRole('row', { name: /to prepare a meeting/ }).textContent(),
    /a former member/)
})

test('in Easy Read, by touch on a small screen', async () => {
  const storageState = await tom.context().storageState()
  const small = await asPerson(server.url, { width: 320, storageState })
  await small.context().addCookies(
    [{ name: 'language', value: 'en-GB-x-easyread', url: server.url }])
  for (const path of ['/me', '/me/needs', '/me/needs/adjustment', '/me/strengths', '/me/roles',
    '/me/asking', '/me/mails', '/me/mails/each',
    '/me/mails/each/paper', '/me/record', '/me/leave', '/me/erase', '/me/name']) {
    await small.goto(path)
    await checkPage(small, `Easy Read ${path}`)
  }
})

test('the pages are valid HTML', assertValidHtml)
