// SPDX-License-Identifier: AGPL-3.0-or-later
// A paper for eight people with eight different needs and ways (R11, R66, R97; indicator 9), by a
// real mail server: one needs a film in sign language, which is asked for and comes late; the paper
// is changed after it was sent; one answers by mail and one by the slip of a letter. At the end
// each has it in their format, is told of the change in their way, and nobody is told twice.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { asPerson, goBy } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { pdfReport } from './reading.mjs'
import { startServer } from './server.mjs'
import { makeExim, until } from '../faults/exim.mjs'

const program = join(process.env.BUILD ?? 'build', 'commontable')
const TITLE = 'The library on Saturdays'
const LIST = `Amina Hale, amina@river.test, large print 24; attached
Sam Brook, 01632 960 011, audio
Noor Vale, 01632 960 012, page; text message
Dafydd Moor, "4 Ferry Lane, Riverside", braille grade 1
Tom Weir, "7 Ferry Lane, Riverside", large print 20
Priya Lane, , easy read; read aloud
Wren Ashdown, wren@river.test, text
Ines Shore, ines@river.test, page`
const SOURCE = `The library opens on Saturdays from May.

It closes at 2.

## What we need

People who open the door. Tell us if you can.
`
const EASY_READ = `![A book](books)
The library opens on Saturday.

![A clock](clock)
It closes at 2.`

let exim
let server
let rowan
let paper

before(async () => {
  exim = await makeExim()
  await exim.start()
  Object.assign(process.env, { SMTP_SERVER: exim.url, MAIL_FROM: 'table@river.test',
    MAIL_REPLIES: 'table+*@river.test' })
  server = await startServer()
  rowan = await asPerson(server.url)
})

after(() => exim?.stop())

const header = (mail, name) =>
  new RegExp(`^${name}: *(.*(?:\\n[ \\t].*)*)`, 'mi').exec(mail)?.[1].replace(/\s+/g, ' ')
// Those about the paper: Ines is also told of the link that was made for her.
const mailsTo = (name) => exim.others().filter((mail) =>
  header(mail, 'Envelope-to') === `${name}@river.test` && header(mail, 'Subject').includes(TITLE))
const subjectsTo = (name) => mailsTo(name).map((mail) => header(mail, 'Subject'))
// The words of a mail's text part, whatever their encoding.
const wordsOf = (mail) => mail.replace(/=\r?\n/g, '').replaceAll('=3D', '=')

const press = (page, name) => goBy(page, page.getByRole('button', { name }))

async function comeIn(name, options) {
  await rowan.goto('/people')
  await rowan.getByRole('link', { name }).click()
  await press(rowan, 'Make a link')
  const link = (await rowan.getByText(/^http.*\/in\//).textContent()).trim()
  const person = await asPerson(server.url, options)
  await person.goto(link)
  await press(person, `Come in as ${name}`)
  return person
}

// How far the newest sending of the paper is.
async function openSending() {
  await rowan.goto(paper)
  await press(rowan, 'How far is the sending?')
}

// Formats are being made: every one is ready, but for what only people make.
async function untilMade() {
  await until(async () => {
    await rowan.reload()
    return await rowan.getByText('Being made').count() === 0
  }, 'the formats', 120_000)
}

test('eight people come in, each with their need and way', async () => {
  await rowan.goto(server.organiserLink)
  await rowan.getByLabel('What is your community called?').fill('Riverside')
  await rowan.getByLabel('Your name').fill('Rowan Field')
  await rowan.getByLabel('Who can people talk to when they are worried?').fill('Iris Quay')
  await rowan.getByLabel('Their phone number').fill('01632 960 099')
  await press(rowan, 'Set up')
  await rowan.goto('/people/list')
  await rowan.getByLabel('One person a line').fill(LIST)
  await press(rowan, 'Look at the list')
  await press(rowan, 'Add these people')
  await rowan.getByText('Added from the list: 8').waitFor()
})

let ines

test('Ines says that she needs a film in sign language', async () => {
  ines = await comeIn('Ines Shore', { javaScript: false })
  await ines.goto('/me/needs/format')
  await ines.getByLabel('A film in sign language').check()
  await ines.locator('input[name="must-sign-film"][value="must"]').check()
  await ines.getByLabel('Organisers who must act on it').check()
  await press(ines, 'Keep this')
  await ines.getByText('What helps you is kept').waitFor()
})

test('the paper is written, with Easy Read, and a film is asked for', async () => {
  await rowan.goto('/papers/new')
  await rowan.getByLabel('What is the paper called?').fill(TITLE)
  await rowan.getByLabel('Write or paste it here').fill(SOURCE)
  await press(rowan, 'Keep this and look at it')
  paper = new URL(rowan.url()).pathname
  await rowan.goto(`${paper}/easy/text`)
  await rowan.getByRole('textbox').fill(EASY_READ)
  await press(rowan, /^Keep/)
  await rowan.goto(`${paper}/made/ask`)
  await rowan.getByLabel('A film in sign language').check()
  await rowan.getByRole('radio', { name: 'Somebody else' }).check()
  await rowan.getByLabel('Who is it?').fill('The deaf club')
  const due = new Date(Date.now() + 86_400_000)
  await rowan.getByLabel('Day', { exact: true }).fill(String(due.getDate()))
  await rowan.getByLabel('Month', { exact: true }).fill(String(due.getMonth() + 1))
  await rowan.getByLabel('Year', { exact: true }).fill(String(due.getFullYear()))
  await rowan.getByLabel('Beside the others').check()
  await press(rowan, 'Keep this')
  await rowan.getByText('This is noted').waitFor()
})

test('the film is late: the organiser sees it in plain words', async () => {
  // The day passes.
  const database = new (await import('node:sqlite')).DatabaseSync(
    join(server.data, 'commontable.db'))
  database.exec('PRAGMA busy_timeout = 5000')
  database.exec(`UPDATE made_format SET due_us = ${(Date.now() - 60_000) * 1000}`)
  database.close()
  await rowan.goto(`${paper}/made`)
  await rowan.getByText(/It is late/).first().waitFor()
  await checkPage(rowan, 'formats made by people, one late')
})

test('it goes out without the film, and the reason is published', async () => {
  await rowan.goto(`${paper}/send`)
  await rowan.getByLabel('Everybody here').check()
  await press(rowan, 'Make the formats')
  await untilMade()
  assert.match(await rowan.locator('main').innerText(), /film in sign language/i)
  await checkPage(rowan, 'a sending that waits for a film')
  await rowan.getByLabel('Why send it before every format is ready?')
    .fill('The vote about the hours is on Monday.')
  await press(rowan, 'Send what is ready now')
  await rowan.getByText('The paper is on its way').waitFor()
  for (const name of ['amina', 'wren', 'ines'])
    await until(() => mailsTo(name).length === 1, `the mail to ${name}`)
})

test('each has it in their format', async () => {
  const [mail] = mailsTo('amina') // large print comes with the mail, as she wants it
  assert.match(mail, /Content-Type: application\/pdf/i)
  const [, pdf] = /Content-Type: application\/pdf[\s\S]*?\n\n([A-Za-z0-9+/=\s]+?)\n--/i.exec(
    mail.replaceAll('\r', ''))
  assert.equal((await pdfReport(Buffer.from(pdf, 'base64'))).bodyPoints, 24)
  const wren = await comeIn('Wren Ashdown')
  await wren.goto(paper)
  const href = await wren.getByRole('button', { name: 'Get it as plain text' }).getAttribute('href')
  const text = await (await wren.context().request.get(new URL(href, server.url).href)).text()
  assert.match(text, /It closes at 2\./)
  await ines.goto(paper)
  await ines.getByText(/Not here yet: .*film/i).waitFor()
  await checkPage(ines, 'a paper whose film is not here yet')
})

test('those without mail are on the lists for ringing, texts, reading and post', async () => {
  await openSending()
  const sending = new URL(rowan.url()).pathname
  for (const [list, name] of [['calls', 'Sam Brook'], ['texts', 'Noor Vale'],
    ['readings', 'Priya Lane'], ['post', 'Dafydd Moor']]) {
    await rowan.goto(`${sending}/${list}`)
    assert.match(await rowan.locator('main').innerText(), new RegExp(name), list)
    await checkPage(rowan, `the list: ${list}`)
  }
  await rowan.goto(`${sending}/texts`)
  const sms = await rowan.getByRole('link', { name: /text message/i }).first().getAttribute('href')
  assert.match(decodeURIComponent(sms), /^sms:.*960012\?body=.*The library on Saturdays/s)
})

let slip

test('letters carry a slip with a code that can be typed', async () => {
  await rowan.goto('/letters')
  if (await rowan.getByRole('button', { name: 'Make the letters to print' }).count())
    await press(rowan, 'Make the letters to print')
  await until(async () => {
    await rowan.reload()
    return rowan.getByRole('button', { name: 'Get the letters to print' }).count()
  }, 'the letters', 60_000)
  const href = await rowan.getByRole('button', { name: 'Get the letters to print' })
    .getAttribute('href')
  const answer = await rowan.context().request.get(new URL(href, server.url).href)
  const { text } = await pdfReport(await answer.body())
  const letters = text.split(/(?=Tom Weir\s+7 Ferry Lane|Dafydd Moor\s+4 Ferry Lane)/)
  const tom = letters.find((letter) => letter.startsWith('Tom Weir'))
  assert.ok(tom, text)
  slip = /^ *([0-9a-z]{4}(?: [0-9a-z]{2,4}){2,}) *$/m.exec(tom)?.[1]
  assert.ok(slip, tom)
  await press(rowan, 'All of these are posted')
})

test('the film comes: Ines is told once, and finds it first', async () => {
  await rowan.goto(`${paper}/made`)
  await rowan.getByRole('link', { name: /film in sign language/i }).first().click()
  await press(rowan, 'It is here')
  await rowan.getByRole('radio', { name: 'It stands elsewhere' }).check()
  await rowan.locator('#url').fill('https://films.river.test/library')
  await rowan.getByLabel('Who made it?').fill('Mabel, of the deaf club')
  await press(rowan, 'Keep this')
  await rowan.getByText('It is here. Thank you!').first().waitFor()
  await until(() => mailsTo('ines').length === 2, 'the second mail to Ines')
  assert.match(subjectsTo('ines')[1], /Now in your format/)
  await ines.goto(paper)
  const link = ines.locator('main a', { hasText: /film in sign language/i }).first()
  await link.waitFor()
  await checkPage(ines, 'a paper whose film has come')
  await link.click()
  await ines.getByText('Mabel, of the deaf club').waitFor()
})

test('Wren answers by mail, and the words stand with the paper', async () => {
  const [mail] = mailsTo('wren')
  const to = /<(.*)>/.exec(header(mail, 'Reply-To'))[1]
  execFileSync('curl', ['-sS', '--url', exim.url, '--mail-from', 'wren@river.test',
    '--mail-rcpt', to, '-T', '-'], { input: `From: Wren <wren@river.test>\r\nTo: <${to}>\r\n`
    + `Subject: Re: ${TITLE}\r\nMessage-ID: <wren-1@river.test>\r\n\r\n`
    + 'Could it stay open until 4?\r\n\r\nOn Monday, Commontable wrote:\r\n> A paper for you\r\n' })
  await until(() => exim.answers().length === 1, "Wren's answer")
  const [came] = exim.answers()
  for (let i = 0; i < 2; i++) { // as a mail server may: the second time nothing new
    const done = spawnSync(program, ['mail-in', '--data', server.data, '--to',
      header(came, 'Envelope-to'), '--from', header(came, 'Return-path')],
    { input: came, encoding: 'utf8', env: { ...process.env, ...server.place.environment } })
    assert.equal(done.status, 0, done.stderr)
  }
  await ines.goto(`${paper}/comments`)
  assert.equal(await ines.getByText('Could it stay open until 4?').count(), 1)
  await checkPage(ines, 'what people say about it')
})

test('Tom answers by his slip, and it counts once', async () => {
  await rowan.goto('/slips')
  await rowan.getByLabel('Code on the slip').fill(slip)
  await press(rowan, 'Go on')
  await checkPage(rowan, 'a slip')
  await rowan.getByLabel('It is right for me').check()
  await rowan.getByLabel('What stands at “I want to say”?').fill('I can open the door in June.')
  await rowan.getByLabel('Which part of the paper is it about?').selectOption(
    await rowan.locator('option', { hasText: 'People who open the door' }).getAttribute('value'))
  await press(rowan, 'Keep this')
  await rowan.getByText('The slip is kept').waitFor()
  await rowan.goto('/slips')
  await rowan.getByLabel('Code on the slip').fill(slip)
  await press(rowan, 'Go on')
  await rowan.getByText('This is here already').waitFor()
  await ines.goto(`${paper}/comments`)
  assert.equal(await ines.getByText('I can open the door in June.').count(), 1)
  assert.match(await ines.locator('main').innerText(), /by reply slip/)
  await ines.getByText(/About: “People who open the door/).waitFor()
})

// The number that stands beside a row in print; this row is linked to no part of the paper.
test('a slip may name a row of the Easy Read by its number', async () => {
  await rowan.goto('/slips')
  await rowan.getByLabel('Code on the slip').fill(slip)
  await press(rowan, 'Go on')
  await rowan.getByLabel('Neither is ticked').check()
  await rowan.getByLabel('What stands at “I want to say”?').fill('The clock shows three.')
  await rowan.getByLabel('Which part of the paper is it about?')
    .selectOption({ label: 'Easy Read 2: It closes at 2.' })
  await press(rowan, 'Keep this')
  await rowan.getByText('The slip is kept').waitFor()
  await ines.goto(`${paper}/comments`)
  assert.match(await ines.locator('main').innerText(),
    /“It closes at 2\.”\s+The clock shows three\./)
})

test('a change after sending reaches everybody, with what changed and why', async () => {
  await rowan.goto(`${paper}/change`)
  await rowan.getByLabel('Write or paste it here').fill(SOURCE.replace('at 2', 'at 4'))
  await press(rowan, /^Keep/)
  // Until it is sent, people go on reading what they were sent.
  await ines.goto(paper)
  await ines.locator('main p', { hasText: 'It closes at 2.' }).waitFor()
  await rowan.goto(`${paper}/change/send`)
  await rowan.getByLabel('What changed, and why?').fill('You asked for longer hours.')
  await rowan.getByLabel('Everybody who has the paper').check()
  await checkPage(rowan, 'send the change')
  await press(rowan, 'Make the formats')
  await untilMade()
  if (await rowan.getByLabel('Why send it before every format is ready?').count()) {
    await rowan.getByLabel('Why send it before every format is ready?')
      .fill('The film says it too.')
    await press(rowan, 'Send what is ready now')
  } else {
    await press(rowan, 'Send it to everybody now')
  }
  await until(() => subjectsTo('wren').length === 2, 'the mail about the change')
  const change = mailsTo('wren').find((mail) => /was changed/.test(header(mail, 'Subject')))
  assert.match(wordsOf(change), /You asked for longer hours\./)
  await ines.goto(paper)
  await ines.getByText(/Changed since you got it on/).waitFor()
  await ines.locator('main p', { hasText: 'It closes at 4.' }).waitFor()
  await checkPage(ines, 'a paper that was changed since')
  await ines.getByRole('link', { name: 'See what changed' }).click()
  assert.match(await ines.locator('main ins').innerText(), /4/)
  assert.match(await ines.locator('main del').innerText(), /2/)
  await checkPage(ines, 'what changed')
})

test('nobody got the same mail twice', () => {
  const ids = exim.others().map((mail) => header(mail, 'Message-Id'))
  assert.equal(new Set(ids).size, ids.length)
  assert.equal(mailsTo('amina').length, 2) // the paper, and its change
})

test('every page was valid HTML', assertValidHtml)
