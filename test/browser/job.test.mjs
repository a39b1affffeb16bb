// SPDX-License-Identifier: AGPL-3.0-or-later
// The job, from an empty folder: a community is set up, six people with different needs come in, a
// real paper of 3,800 words goes out, and each fetches theirs (R11, R66, R97; indicator 9). What
// they get is read back by other programs: reading.mjs.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { asPerson, expectErrors, lookAt } from './browser.mjs'
import { assertLight, assertValidHtml, checkPage, isSecondEngine } from './check_page.mjs'
import { brailleWords, mp3Chapters, pdfReport } from './reading.mjs'
import { startServer } from './server.mjs'
import { command } from '../run/command.mjs'

const GUIDE = new URL('../../../shared/data/guide/guide.md', import.meta.url).pathname
const GUIDE_TITLE = 'A Guide to Coproduction'
const READY_MS = 180_000 // speech of half an hour, on a busy machine

// Pasted as people paste: the fourth line does not fit.
const LIST = `Sam Brook, 01632 960 011, audio
Dafydd Moor, "4 Ferry Lane, Riverside", braille grade 1
Priya Lane, , easy read
Mo Nobody, mo@@riverside.example, text
Wren Ashdown, wren@riverside.example, text`

const EASY_READ = `# About working together

![Two people](people)
People who use services and workers are equal.

![A speech bubble](talk)
We talk together.
We decide together.`

let server
let organiser

before(async () => {
  server = await startServer()
  organiser = await asPerson(server.url)
})

// Each of these goes on where the one before ended: one journey, told in parts.
test('the organiser sets the community up', async () => {
  await organiser.goto(server.organiserLink)
  await checkPage(organiser, 'set up')
  await organiser.getByRole('button', { name: 'Set up' }).click()
  assert.equal(await organiser.getByText('Please look at this again').count(), 1)
  await expectErrors(organiser, /422/)
  await checkPage(organiser, 'set up, refused')
  await organiser.getByLabel('What is your community called?').fill('Riverside')
  await organiser.getByLabel('Your name').fill('Rowan Field')
  await organiser.getByLabel('Your e-mail address, if you have one').fill('rowan@riverside.example')
  await organiser.getByLabel('Who can people talk to when they are worried?').fill('Iris Quay')
  await organiser.getByLabel('Their phone number').fill('01632 960 099')
  await organiser.getByRole('button', { name: 'Set up' }).click()
  await organiser.getByText('Your table is set up').waitFor()
  await checkPage(organiser, 'home of an organiser')
  await lookAt(organiser, 'job-home')
})

test('the link that set it up works once', async () => {
  const stranger = await asPerson(server.url)
  await stranger.goto(server.organiserLink)
  assert.match(await stranger.locator('h1').textContent(), /does not work any more/)
  await expectErrors(stranger, /404/)
  await checkPage(stranger, 'spent link')
})

test('a person is added one by one', async () => {
  await organiser.goto('/people')
  await checkPage(organiser, 'people')
  await organiser.getByRole('button', { name: 'Add a person' }).click()
  await checkPage(organiser, 'add a person')
  await organiser.getByLabel('Name', { exact: true }).fill('Amina Hale')
  await organiser.getByLabel('By e-mail').check()
  await organiser.getByLabel('E-mail address, phone number or postal address')
    .fill('amina@riverside.example')
  await organiser.getByLabel('Large print', { exact: true }).check()
  await organiser.getByLabel('24 point').check()
  await organiser.getByRole('button', { name: 'Add this person' }).click()
  await organiser.getByText('Amina Hale is added').waitFor()
  await checkPage(organiser, 'one person')
})

test('of a pasted list nothing is added until the bad line is left out', async () => {
  await organiser.goto('/people/list')
  await checkPage(organiser, 'paste a list')
  assert.equal(await organiser.getByText('Lines to leave out').count(), 0) // there are none yet
  await organiser.getByLabel('One person a line').fill(LIST)
  await organiser.getByRole('button', { name: 'Look at the list' }).click()
  await checkPage(organiser, 'look before you add')
  await organiser.getByRole('button', { name: 'Add these people' }).click()
  await organiser.getByText('Please look at this again').waitFor()
  await expectErrors(organiser, /422/)
  // Loading the address again, as a change of language does, is no dead end.
  const again = await organiser.context().newPage()
  await again.goto(organiser.url())
  assert.equal(await again.locator('h1').textContent(), 'Paste or upload a list')
  await again.close()
  await organiser.getByLabel('Line 4: Mo Nobody').check()
  await organiser.getByRole('button', { name: 'Add these people' }).click()
  await organiser.getByText('Added from the list: 4').waitFor()
  assert.equal(await organiser.locator('tbody tr').count(), 6)
})

let paperPath

test('the guide is uploaded, and looks like itself', async () => {
  await organiser.goto('/papers/new')
  await checkPage(organiser, 'write a paper')
  await organiser.getByLabel('Or choose a file').setInputFiles(GUIDE)
  await organiser.getByRole('button', { name: 'Keep this and look at it' }).click()
  assert.equal(await organiser.locator('h1').textContent(), GUIDE_TITLE)
  paperPath = new URL(organiser.url()).pathname
  const headings = readFileSync(GUIDE, 'utf8').match(/^#{1,6} .+$/gm).length
  // The first heading is the page's own; "Other formats" is ours.
  assert.equal(await organiser.locator('main :is(h1,h2,h3,h4,h5,h6)').count(), headings + 1)
  await checkPage(organiser, 'a paper, before it is sent')
})

test('Easy Read rows are written beside it', async () => {
  await organiser.getByRole('button', { name: 'Write the Easy Read' }).click()
  await organiser.getByRole('link', { name: 'Write all rows as text' }).click()
  await checkPage(organiser, 'write the Easy Read')
  await organiser.getByLabel('The rows').fill(EASY_READ)
  await organiser.getByRole('button', { name: 'Keep this and look at it' }).click()
  await organiser.getByRole('link', { name: 'Look at it as it is read' }).click()
  assert.equal(await organiser.locator('h1').textContent(), 'About working together')
  await checkPage(organiser, 'an Easy Read paper')
})

test('nothing is sent before every format is ready', async () => {
  await organiser.goto(paperPath)
  await organiser.getByRole('button', { name: 'Send to' }).click()
  await checkPage(organiser, 'send to')
  await organiser.getByLabel('Everybody here').check()
  await organiser.getByRole('button', { name: 'Make the formats' }).click()
  await checkPage(organiser, 'how far')
  const until = Date.now() + READY_MS
  while (await organiser.getByText('Everything is ready.').count() === 0) {
    assert.ok(Date.now() < until, `not ready:\n${await organiser.locator('main').innerText()}`)
    await organiser.reload()
  }
  assert.equal(await organiser.getByText('Not ready').count(), 0)
  await checkPage(organiser, 'everything is ready')
})

async function linkFor(name) {
  await organiser.goto('/people')
  await organiser.getByRole('link', { name }).click()
  await organiser.getByRole('button', { name: 'Make a link' }).click()
  return (await organiser.getByText(/^http.*\/in\//).textContent()).trim()
}

// A person comes in by the card that the organiser prints for them.
async function comeIn(name, options) {
  const link = await linkFor(name)
  const person = await asPerson(server.url, options)
  await person.goto(link)
  await person.getByRole('button', { name: `Come in as ${name}` }).click()
  return person
}

test('somebody who comes in early finds nothing yet', async () => {
  const wren = await comeIn('Wren Ashdown', { javaScript: false })
  await wren.getByText('Nothing was sent to you yet.').waitFor()
  await wren.goto(paperPath)
  assert.equal(await wren.locator('h1').textContent(), 'Page not found')
})

test('it goes out to all at once', async () => {
  await organiser.goto(paperPath)
  await organiser.getByRole('button', { name: 'How far is the sending?' }).click()
  await organiser.getByRole('button', { name: 'Send it to everybody now' }).click()
  await organiser.getByText('The paper is on its way').waitFor()
  await checkPage(organiser, 'sent')
})

async function fetchTheirs(person, button) {
  await person.getByRole('link', { name: GUIDE_TITLE }).click()
  const href = await person.getByRole('button', { name: button }).getAttribute('href')
  const answer = await person.context().request.get(new URL(href, server.url).href)
  assert.equal(answer.status(), 200)
  return { bytes: await answer.body(), type: answer.headers()['content-type'] }
}

const guideWords = () => readFileSync(GUIDE, 'utf8')

test('Amina finds large print in 24 point first', async () => {
  const amina = await comeIn('Amina Hale')
  await checkPage(amina, 'home of a member')
  const { bytes, type } = await fetchTheirs(amina, 'Get it as large print, 24 point')
  await checkPage(amina, 'a paper, as a member sees it')
  assert.equal(type, 'application/pdf')
  const report = await pdfReport(bytes)
  assert.equal(report.bodyPoints, 24)
  assert.equal(report.title, GUIDE_TITLE)
  assert.equal(report.isTagged, true)
  assert.equal(report.headings, guideWords().match(/^#{1,6} .+$/gm).length)
})

test('Sam listens to it, chapter by chapter', async () => {
  const sam = await comeIn('Sam Brook')
  const { bytes, type } = await fetchTheirs(sam, 'Get it as sound')
  assert.equal(type, 'audio/mpeg')
  const { chapters, length } = mp3Chapters(bytes)
  assert.equal(chapters.length, guideWords().match(/^#{1,6} .+$/gm).length)
  chapters.reduce((end, chapter) => {
    assert.ok(chapter.start >= end && chapter.end > chapter.start)
    return chapter.end
  }, 0)
  assert.ok(length > 10 * 60_000, `${length} ms for 3,800 words`)
})

test('Dafydd gets braille of 40 cells and 25 lines', async () => {
  const dafydd = await comeIn('Dafydd Moor')
  const { bytes } = await fetchTheirs(dafydd, 'Get it as braille, letter by letter')
  const pages = bytes.toString('latin1').split('\f').filter((page) => page.trim())
  for (const page of pages) {
    const lines = page.replace(/\r?\n$/, '').split(/\r?\n/)
    assert.ok(lines.length <= 25)
    for (const line of lines) assert.ok(line.length <= 40)
  }
  assert.ok(pages.length >= 25 && pages.length <= 45, `${pages.length} pages`)
  const words = await brailleWords(bytes, 1)
  for (const word of ['coproduction', 'reciprocity', 'commissioners', 'safeguarding'])
    assert.ok(words.has(word), `“${word}” is not in the braille`)
})

test('Priya reads it in pictures and short words', async () => {
  const priya = await comeIn('Priya Lane', { width: 320 })
  await priya.getByRole('link', { name: GUIDE_TITLE }).click()
  await priya.getByRole('button', { name: 'Read it in Easy Read' }).click()
  await priya.getByText('We decide together.').waitFor()
  await checkPage(priya, 'Easy Read at 320 px')
  await lookAt(priya, 'job-easy-320')
  // Beside a row she can say something about it: it stands with the row and with the paper.
  await priya.getByRole('link', { name: /^Say something about this\s+We talk together/ }).click()
  await checkPage(priya, 'about a row of the Easy Read')
  await priya.getByLabel('What do you want to say?').fill('I like this.')
  await priya.getByRole('button', { name: 'Send this' }).click()
  await priya.getByText('I like this.').waitFor()
  await priya.getByText('We decide together.').first().waitFor()
  await priya.getByRole('link', { name: 'Back', exact: true }).click()
  // At its end she can say something about the paper.
  await priya.getByRole('link', { name: 'Say something about this paper' }).click()
  await priya.getByRole('heading', { name: 'About the whole paper' }).waitFor()
})

test('Wren gets plain text with its links at the end', async () => {
  const wren = await comeIn('Wren Ashdown', { javaScript: false })
  const { bytes, type } = await fetchTheirs(wren, 'Get it as plain text')
  assert.match(type, /^text\/plain/)
  const text = bytes.toString('utf8')
  // Longer than 72 columns only where nothing can be broken: one word, such as a web address, after
  // its indent and the mark of a list or link.
  const tooLong = text.split('\n').filter((line) => [...line].length > 72)
    .filter((line) => /\s/.test(line.trim().replace(/^(\[\d+\]:?|\d+[.)]|[-*•])\s+/, '')))
  assert.deepEqual(tooLong, [])
  assert.match(text, /expert/i)
})

// He never said which format he needs: he chose Easy Read for these pages, at the top of each.
test('who reads these pages in Easy Read meets the Easy Read before the long words', async () => {
  const sam = await comeIn('Sam Brook')
  await sam.getByRole('link', { name: GUIDE_TITLE }).click()
  const offer = sam.getByRole('button', { name: 'Read it in Easy Read' })
  assert.equal(await offer.count(), 0)
  await sam.goto(`${paperPath}?language=en-GB-x-easyread`)
  const [offered, words] = await Promise.all([offer.boundingBox(), // this stands before the words:
    sam.getByRole('link', { name: 'Say something about one part' }).boundingBox()])
  assert.ok(offered.y < words.y, `the offer at ${offered.y}, the words from ${words.y}`)
  await offer.click()
  await sam.getByText('We decide together.').waitFor()
})

test('those without e-mail are rung or visited, and ticked off', async () => {
  await organiser.goto(paperPath)
  await organiser.getByRole('button', { name: 'How far is the sending?' }).click()
  await organiser.getByRole('link', { name: /Ring or visit/ }).click()
  await checkPage(organiser, 'calls')
  for (const name of ['Priya Lane', 'Sam Brook'])
    await organiser.getByRole('button', { name: `Done ${name}` }).click()
  assert.equal(await organiser.getByRole('button', { name: /^Not done after all/ }).count(), 2)
})

test('one PDF holds what goes by post, with its address', async () => {
  await organiser.goto(paperPath)
  await organiser.getByRole('button', { name: 'How far is the sending?' }).click()
  await organiser.getByRole('link', { name: /Print and post/ }).click()
  // The server makes them once the paper is out.
  const button = organiser.getByRole('button', { name: 'Get the letters to print' })
  for (let tries = 0; await button.count() === 0 && tries < 60; tries++) {
    await organiser.waitForTimeout(500)
    await organiser.reload()
  }
  await checkPage(organiser, 'post')
  const href = await button.getAttribute('href')
  const answer = await organiser.context().request.get(new URL(href, server.url).href)
  assert.equal(answer.status(), 200)
  const { text } = await pdfReport(await answer.body())
  assert.match(text, /Dafydd Moor\s+4 Ferry Lane/)
  await organiser.getByRole('button', { name: 'Done Dafydd Moor' }).click()
  await organiser.getByRole('button', { name: 'Not done after all Dafydd Moor' }).waitFor()
})

test('mails with a link that works lie in the folder, one a person', async () => {
  const folder = join(server.data, 'mail')
  const mails = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')
    .replace(/=\r?\n/g, ''))
  const to = (address) => mails.filter((mail) => mail.includes(`<${address}>`) &&
    mail.includes('A paper for you'))
  for (const address of ['rowan', 'amina', 'wren'])
    assert.equal(to(`${address}@riverside.example`).length, 1, `${address}:\n${mails.join('\n\n')}`)
  const [, link] = /(http\S+\/in\/\S+)/.exec(to('amina@riverside.example')[0])
  const amina = await asPerson(server.url)
  for (let time = 1; time <= 2; time++) { // opened again, it leads those who are in to the paper
    await amina.goto(link.replace('=3D', '='))
    if (time === 1) await amina.getByRole('button', { name: 'Come in as Amina Hale' }).click()
    await amina.waitForURL(`**${paperPath}`)
    assert.equal(await amina.locator('h1').textContent(), GUIDE_TITLE)
  }
})

async function sendWhenReady() {
  const send = organiser.getByRole('button', { name: 'Send it to everybody now' })
  const until = Date.now() + READY_MS
  while (await send.count() === 0) {
    assert.ok(Date.now() < until, `not ready:\n${await organiser.locator('main').innerText()}`)
    await organiser.reload()
  }
  await send.click()
  await organiser.getByText('The paper is on its way').waitFor()
}

test('a paper is changed after it was sent, and people see what changed', async () => {
  await organiser.goto('/papers/new')
  await organiser.getByLabel('What is the paper called?').fill('Our plan')
  await organiser.getByLabel('Write or paste it here')
    .fill('We meet on Monday in the hall.\n\nBring a cup.')
  await organiser.getByRole('button', { name: 'Keep this and look at it' }).click()
  const plan = new URL(organiser.url()).pathname
  await organiser.getByRole('button', { name: 'Send to' }).click()
  await organiser.getByLabel('Some people').check()
  for (const name of ['Amina Hale', 'Sam Brook']) await organiser.getByLabel(name).check()
  await organiser.getByRole('button', { name: 'Make the formats' }).click()
  await sendWhenReady()

  const amina = await comeIn('Amina Hale')
  await amina.goto(plan)
  await amina.getByRole('link', { name: /^Say something about this part We meet/ }).click()
  await checkPage(amina, 'about one part')
  await amina.getByRole('button', { name: 'Send this' }).click()
  await expectErrors(amina, /422/)
  await amina.getByLabel('What do you want to say?').fill('Monday is choir day.')
  await amina.getByRole('button', { name: 'Send this' }).click()
  await amina.getByText('Thank you. What you said stands here now').waitFor()
  await checkPage(amina, 'what people say about one part')

  await organiser.goto(plan)
  await organiser.getByRole('link', { name: /^1 comment We meet/ }).click()
  await organiser.getByRole('link', { name: 'Answer this' }).click()
  await organiser.getByLabel('What do you answer?').fill('Then we take another day.')
  await organiser.getByRole('button', { name: 'Send the answer' }).click()
  await organiser.goto(`${plan}/change`)
  await organiser.getByLabel('Write or paste it here')
    .fill('We meet on Tuesday in the hall.\n\nBring a cup.\n\nCake is welcome.')
  await organiser.getByRole('button', { name: 'Keep this and look at it' }).click()
  await organiser.getByRole('button', { name: 'Send the change' }).click()
  await checkPage(organiser, 'send a change')
  await organiser.getByLabel('What changed, and why?').fill('Monday is choir day')
  await organiser.getByLabel('Everybody who has the paper').check()
  await organiser.getByRole('button', { name: 'Make the formats' }).click()
  await amina.goto(plan)
  assert.equal(await amina.getByText('Tuesday').count(), 0) // not before all can have it
  await sendWhenReady()

  // One who is mailed, and one who is rung and reads without scripts.
  for (const person of [amina, await comeIn('Sam Brook', { javaScript: false })]) {
    await person.goto('/papers')
    await person.getByText('Changed since you got it').waitFor()
    await person.getByRole('link', { name: 'Our plan' }).click()
    await checkPage(person, 'a paper that was changed')
    await person.getByRole('link', { name: 'See what changed' }).click()
    assert.match(await person.locator('del').first().textContent(), /Monday/)
    assert.match(await person.locator('ins').first().textContent(), /Tuesday/)
    assert.match(await person.locator('ins').last().textContent(), /Cake is welcome/)
  }
  await checkPage(amina, 'what changed')
  await amina.goto(`${plan}/comments`)
  await amina.getByText('About an earlier version').waitFor()
  await amina.getByText('Then we take another day.').waitFor()
  await checkPage(amina, 'what people say')
  await amina.goto('/papers/find?words=choir')
  await amina.getByText('Monday is choir day.').waitFor()
  await checkPage(amina, 'what people said, found')
  await amina.goto(`${plan}/versions/1`)
  await amina.getByText('We meet on Monday').waitFor()
  await checkPage(amina, 'an older version')
  await organiser.goto(plan)
  await organiser.getByRole('button', { name: 'How far is the sending?' }).click()
  await organiser.getByRole('link', { name: /Ring or visit/ }).click()
  await organiser.getByText(/‘Our plan’ was changed. Monday is choir day/).first().waitFor()
})

test('a link leads on within this site only, whatever was added to it', async () => {
  const link = await linkFor('Wren Ashdown')
  const wren = await asPerson(server.url)
  for (const to of ['//elsewhere.example', 'https://elsewhere.example/papers/', 'papers/1',
    '/papers/../sign-out', '/papers/\\elsewhere.example', '/papers/?next=/', '/sign-out']) {
    await wren.goto(`${link}?to=${encodeURIComponent(to)}`)
    assert.match(await wren.locator('main form').getAttribute('action'), /^\/in\/[\w-]+$/, to)
  }
  await wren.getByRole('button', { name: 'Come in as Wren Ashdown' }).click()
  await wren.waitForURL(`${server.url}`)
})

test('the record of acts is whole, and says what was done for all', async () => {
  await organiser.goto('/powers')
  await checkPage(organiser, 'powers')
  assert.match(await organiser.locator('main').innerText(), /The community was set up/)
  const before = await entriesOfRecord()
  await organiser.goto('/people')
  await organiser.getByRole('link', { name: 'Amina Hale' }).click()
  await organiser.getByRole('heading', { name: 'Amina Hale', level: 1 }).waitFor()
  // Who looked at what is sealed of whom is on the record: the list, then one person.
  assert.equal(await entriesOfRecord(), before + 2)
})

async function entriesOfRecord() {
  const { output, isGood } = await command([join(process.env.BUILD ?? 'build', 'commontable'),
    'verify', '--data', server.data], { env: server.place.environment, timeout: 60_000 })
  assert.ok(isGood, output)
  return Number(/whole, (\d+) entries/.exec(output)[1])
}

if (!isSecondEngine) test('the other pages that everybody can open', async () => {
  const visitor = await asPerson(server.url)
  for (const path of ['/', '/worried', '/how-i-like-things', '/sign-in', '/card']) {
    await visitor.goto(path)
    await checkPage(visitor, path)
  }
  await assertLight(server.url, '/')
})

test('every page that was seen is valid HTML', assertValidHtml)
