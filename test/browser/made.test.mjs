// SPDX-License-Identifier: AGPL-3.0-or-later
// A film in sign language: asked for with who makes it and when; the paper goes out without it by
// an open reason; it comes, and who needs it is told and finds it first (R11, R66). Beside it a
// text message is sent and a paper read aloud, each with one tap.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { asPerson, expectErrors, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage as look } from './check_page.mjs'
import { startServer } from './server.mjs'

// Pages do not know the engine: on the second one the journey is walked again, the looking is not.
const isSecondEngine = (process.env.TEST_DATABASE_URL ?? '').startsWith('postgresql:')
const MAIL_MS = 30_000

let server
let organiser
let gwen
let paperPath
let releasePath

async function checkPage(page, name) {
  await lookAt(page, `made-${name}`)
  if (!isSecondEngine) await look(page, name)
}

const press = (page, name) => goBy(page, page.getByRole('button', { name, exact: true }))

async function addPerson(name, way, contact, extra) {
  await organiser.goto('/people/new')
  await organiser.getByLabel('Name', { exact: true }).fill(name)
  await organiser.getByLabel(way, { exact: true }).check()
  await organiser.getByLabel('E-mail address, phone number or postal address').fill(contact)
  if (extra) await organiser.getByLabel(extra).check()
  await press(organiser, 'Add this person')
}

// The mails to this person that have these words; waits for the first.
async function mailsTo(address, words) {
  const folder = join(server.data, 'mail')
  const until = Date.now() + MAIL_MS
  for (;;) {
    const mails = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
      .filter((mail) => mail.includes(`<${address}>`) && mail.includes(words))
    if (mails.length > 0) return mails
    assert.ok(Date.now() < until, `no mail to ${address} with ${words}`)
    await organiser.reload()
  }
}

before(async () => {
  server = await startServer()
  organiser = await asPerson(server.url)
  await organiser.goto(server.organiserLink)
  await organiser.getByLabel('What is your community called?').fill('Riverside')
  await organiser.getByLabel('Your name').fill('Rowan Field')
  await organiser.getByLabel('Who can people talk to when they are worried?').fill('Iris Quay')
  await organiser.getByLabel('Their phone number').fill('01632 960 099')
  await press(organiser, 'Set up')
  await addPerson('Gwen Hollis', 'By e-mail', 'gwen@riverside.example')
  await addPerson('Cai Weir', 'By phone', '01632 960 031', 'A text message in place of a call')
  await addPerson('Mabel Quill', 'In person', '', 'Somebody reads it to me at the meeting')
  await addPerson('Nan Ferry', 'By post', '3 Ferry Row, Riverside', 'Easy Read')
})

test('who is deaf says so herself, and lets organisers know', async () => {
  await organiser.goto('/people')
  await organiser.getByRole('link', { name: 'Gwen Hollis' }).click()
  await organiser.getByRole('button', { name: 'Make a link' }).click()
  await organiser.waitForURL(/\/links\//)
  const link = /http\S+\/in\/[\w-]+/.exec(await organiser.locator('main').innerText())[0]
  gwen = await asPerson(server.url, { javaScript: false })
  await gwen.goto(link)
  await gwen.locator('main form button').click()
  await gwen.goto('/me/needs/format')
  await gwen.getByLabel('A film in sign language', { exact: true }).check()
  await gwen.getByLabel('I must have this').nth(4).check()
  await gwen.getByLabel('Organisers who must act on it').check()
  await press(gwen, 'Keep this')
})

test('a film is asked for with who makes it and when', async () => {
  await organiser.goto('/papers/new')
  await organiser.getByLabel('What is the paper called?').fill('The weir')
  await organiser.getByLabel('Write or paste it here').fill('It leaks.')
  await press(organiser, 'Keep this and look at it')
  paperPath = new URL(organiser.url()).pathname
  await organiser.goto(`${paperPath}/made/ask`)
  await checkPage(organiser, 'asking')
  await organiser.getByLabel('A film in sign language', { exact: true }).check()
  await organiser.getByLabel('Somebody else', { exact: true }).check()
  await organiser.getByLabel('Who is it?').fill('The interpreters in town')
  await organiser.getByLabel('Beside the others').check()
  await press(organiser, 'Keep this')
  await expectErrors(organiser, /422/) // no day
  await organiser.getByLabel('Day', { exact: true }).fill('3')
  await organiser.getByLabel('Month', { exact: true }).fill('3')
  await organiser.getByLabel('Year', { exact: true }).fill('2090')
  await press(organiser, 'Keep this')
  await organiser.getByText('The interpreters in town makes it, by').waitFor()
  await checkPage(organiser, 'asked')
})

test('it goes out without the film by an open reason only', async () => {
  await organiser.goto(`${paperPath}/send`)
  await organiser.getByLabel('Everybody here').check()
  await press(organiser, 'Make the formats')
  releasePath = new URL(organiser.url()).pathname
  await checkPage(organiser, 'how far')
  const row = organiser.locator('tbody tr', { hasText: 'A film in sign language' })
  assert.match(await row.innerText(), /1\s.*The interpreters/s) // by count, no name
  await organiser.getByLabel('Why send it before every format is ready?').fill('The film is late')
  await press(organiser, 'Send what is ready now')
  await expectErrors(organiser, /422/) // it would tell who needs what
  await organiser.getByLabel('Why send it before every format is ready?').fill('It cannot wait')
  await press(organiser, 'Send what is ready now')
  await organiser.getByText('The paper is on its way').waitFor()
  await gwen.goto(paperPath)
  assert.equal(await gwen.getByText('Not here yet: A film in sign language').count(), 1)
  await organiser.goto(`${releasePath}/post`) // nobody looks for it in the envelope
  assert.equal(await organiser.getByText('Not in the letter yet: Easy Read.').count(), 1)
  await checkPage(organiser, 'letters')
})

test('the film comes: she is told, and finds it first', async () => {
  await organiser.goto(`${paperPath}/made`)
  await organiser.getByRole('link', { name: 'A film in sign language' }).click()
  await goBy(organiser, organiser.getByRole('button', { name: 'It is here' }))
  await organiser.getByLabel('It stands elsewhere: I have the address', { exact: true }).check()
  await organiser.locator('[name=url]').fill('https://films.example/weir')
  await organiser.getByLabel('Who made it?').fill('Bryn and Tal')
  await checkPage(organiser, 'it is here')
  await press(organiser, 'Keep this')
  assert.equal((await mailsTo('gwen@riverside.example', 'Now in your format')).length, 1)
  await gwen.goto(paperPath)
  await checkPage(gwen, 'her paper')
  assert.equal(await gwen.getByText(/Your format came on/).count(), 1)
  await goBy(gwen, gwen.locator('main .govuk-button').first())
  await checkPage(gwen, 'the film')
  const words = await gwen.locator('main').innerText()
  assert.match(words, /another site: films\.example/)
  assert.match(words, /Made by Bryn and Tal\. Thank you!/)
})

test('a text message is sent and a paper read aloud, each with one tap', async () => {
  for (const [list, tap, name] of [['texts', 'Done', 'Cai Weir'],
    ['readings', 'It was read aloud', 'Mabel Quill']]) {
    await organiser.goto(`${releasePath}/${list}`)
    await checkPage(organiser, list)
    assert.equal(await organiser.getByText(name, { exact: true }).count() > 0, true)
    if (list === 'texts') {
      const href = await organiser.getByRole('link', { name: /Write this text/ })
        .getAttribute('href')
      assert.match(href, /^sms:01632960031\?body=Riverside%3A/)
      assert.ok(decodeURIComponent(href.split('body=')[1]).length <= 160)
    }
    await goBy(organiser, organiser.getByRole('button', { name: tap }))
  }
  await organiser.goto(releasePath)
  await organiser.getByText('Text messages: all done').waitFor()
  await organiser.getByText('Read aloud at a meeting: all done').waitFor()
  await checkPage(organiser, 'sent')
})

test('it goes to more people later, and to nobody twice', async () => {
  const before = (await mailsTo('gwen@riverside.example', 'The weir')).length
  await addPerson('Nia Ford', 'By e-mail', 'nia@riverside.example')
  await organiser.goto(paperPath)
  await goBy(organiser, organiser.getByRole('button', { name: 'Send it to more people' }))
  await checkPage(organiser, 'more people')
  await organiser.getByText('5 people here have this paper.').waitFor()
  await organiser.getByLabel('Some people', { exact: true }).check()
  assert.deepEqual(await organiser.locator('[name=members]').evaluateAll(
    (boxes) => boxes.map((box) => box.labels[0].innerText.trim())), ['Nia Ford'])
  await organiser.getByLabel('1 person who came since').check()
  await press(organiser, 'Make the formats')
  await organiser.getByText('This sends it to more people.').waitFor()
  await checkPage(organiser, 'how far with more')
  await press(organiser, 'Send it to them now')
  await checkPage(organiser, 'sent to more')
  assert.equal(await organiser.getByRole('link', { name: /^1: to 5 people on/ }).count(), 1)
  const [mail] = await mailsTo('nia@riverside.example', 'A paper for you: The weir')
  assert.match(mail, /^From: Riverside </m)
  assert.equal((await mailsTo('gwen@riverside.example', 'The weir')).length, before)
  await organiser.goto(`${paperPath}/send`)
  await organiser.getByText('Everybody here has it.').waitFor()
  await checkPage(organiser, 'nobody is left')
})

test('every page was valid HTML', assertValidHtml)
