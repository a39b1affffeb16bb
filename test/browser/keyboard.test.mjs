// SPDX-License-Identifier: AGPL-3.0-or-later
// The job by keyboard alone, in browsers without JavaScript: every stop of the Tab key shows where
// it is (keyboard.mjs), and nothing needs a mouse or a script ("Everyone can take part").
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, useWholeBrowser } from './browser.mjs'
import { checkPage } from './check_page.mjs'
import { byKeyboard } from './keyboard.mjs'
import { startServer } from './server.mjs'

const READY_MS = 120_000
const PAPER = `# The garden gate

The gate sticks. Shall we mend it in spring?

## What it costs

- Wood: 40 pounds
- Paint: 10 pounds
`
let server
let organiser
let hands

before(async () => {
  useWholeBrowser()
  server = await startServer()
  organiser = await asPerson(server.url, { javaScript: false })
  hands = byKeyboard(organiser)
})

const heading = (page) => page.locator('h1').textContent()

test('the first stop of a page leads past the menu', async () => {
  await organiser.goto(server.organiserLink)
  await organiser.keyboard.press('Tab')
  await organiser.keyboard.press('Enter')
  await organiser.waitForURL(/#main$/)
})

test('setting up', async () => {
  await hands.fill('What is your community called?', 'Riverside')
  await hands.fill('Your name', 'Rowan Field')
  await hands.fill('Who can people talk to when they are worried?', 'Iris Quay')
  await hands.fill('Their phone number', '01632 960 099')
  await hands.press('Set up')
  assert.match(await heading(organiser), /First steps/)
})

test('adding a person', async () => {
  await hands.press('People')
  await hands.press('Add a person')
  await hands.fill('Name', 'Nia Holm')
  await hands.choose('In person')
  await hands.choose('Easy Read: short words and pictures')
  await hands.press('Add this person')
  assert.equal(await heading(organiser), 'Nia Holm')
})

test('writing a paper', async () => {
  await hands.press('Papers')
  await hands.press('Write a paper')
  await hands.fill('Write or paste it here', PAPER)
  await hands.press('Keep this and look at it')
  assert.equal(await heading(organiser), 'The garden gate')
})

test('writing its Easy Read, row by row', async () => {
  await hands.press('Write the Easy Read')
  await checkPage(organiser, 'an Easy Read without rows')
  await hands.press(/^Write a row for this The gate sticks/)
  await hands.fill('First sentence', 'Our gate sticks.')
  await hands.fill('Second sentence (you can leave this empty)', 'Shall we mend it?')
  await checkPage(organiser, 'a new row')
  await hands.press('Keep it and choose a picture')
  await checkPage(organiser, 'choosing a picture')
  await hands.press('flowers')
  await hands.press('Keep this row')
  assert.equal(await organiser.getByText('Our gate sticks.').count(), 1)
  await hands.press('Back')
})

test('a paragraph changes: its row says so, and is still right', async () => {
  await hands.press('Change the paper')
  await hands.fill('Write or paste it here', PAPER.replace('in spring', 'in summer'))
  await hands.press('Keep this and look at it')
  await hands.press('Look at these rows')
  assert.equal(await organiser.getByText('Out of date', { exact: true }).count(), 1)
  await checkPage(organiser, 'a row that is out of date')
  await hands.press(/^Still right/)
  assert.equal(await organiser.getByText('Out of date', { exact: true }).count(), 0)
})

test('who checked it is written down, and stands at the paper', async () => {
  await hands.press('Write down who checked it')
  await hands.fill('Who read it and understood it?', 'a group of four')
  await hands.choose('They said that these words may stand at the paper')
  await hands.press('Keep this')
  await hands.press('Back')
  assert.match(await organiser.locator('main').textContent(), /Checked by a group of four on/)
})

test('sending it to everybody', async () => {
  await hands.press('Send to …')
  await hands.choose('Everybody here')
  await hands.press('Make the formats')
  const until = Date.now() + READY_MS
  while (await organiser.getByText('Everything is ready.').count() === 0) {
    assert.ok(Date.now() < until, await organiser.locator('main').innerText())
    await hands.press('Look again')
  }
  await hands.press('Send it to everybody now')
  assert.equal(await organiser.getByText('The paper is on its way').count(), 1)
})

test('a member comes in by link and reads theirs', async () => {
  await hands.press('People')
  await hands.press('Nia Holm')
  await hands.press('Make a link')
  const link = await organiser.getByText(/^http.*\/in\//).textContent()
  const nia = await asPerson(server.url, { javaScript: false })
  const hers = byKeyboard(nia)
  await nia.goto(link.trim())
  await hers.press('Come in as Nia Holm')
  await hers.press('The garden gate')
  await hers.press('Read it in Easy Read')
  assert.equal(await nia.getByText('Shall we mend it?').count(), 1)
  await hers.press('How I like things')
  await hers.press('Sign out')
  await hers.press('Come in')
  assert.equal(await heading(nia), 'Come in')
})
