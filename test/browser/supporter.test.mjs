// SPDX-License-Identifier: AGPL-3.0-or-later
// A supporter I trust (R9): Amina names Wren, Wren says yes and acts for her within the limits she
// set, she reads what was done, and ends it. Worries are open only once she alone has asked for it,
// and never those that may be about Wren.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, expectErrors, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { startServer } from './server.mjs'

let server
let organiser
let amina
let wren
let paperTitle // of the paper that Wren reads

const press = async (page, name) => {
  await page.getByRole('button', { name }).first().click()
  await page.waitForLoadState()
}
const title = (page) => page.locator('h1').textContent()

// Somebody of the demo comes in by a link that the organiser has made.
async function comeIn(name, options) {
  await organiser.goto('/people')
  await organiser.getByRole('link', { name }).click()
  await press(organiser, 'Make a link')
  const link = /http\S+\/in\/[\w-]+/.exec(await organiser.locator('main').innerText())[0]
  const page = await asPerson(server.url, options)
  await page.goto(link)
  await press(page, 'Come in as')
  return page
}

before(async () => {
  server = await startServer({ isDemo: true })
  organiser = await asPerson(server.url)
  await organiser.goto(server.organiserLink)
  await press(organiser, 'Come in as')
  amina = await comeIn('Amina Hale', { javaScript: false })
  wren = await comeIn('Wren Ashdown', { javaScript: false })
})

test('Amina names Wren, after a mistake', async () => {
  await amina.goto('/')
  await amina.getByRole('link', { name: 'My supporters' }).click()
  await checkPage(amina, 'my supporters, none')
  await amina.getByRole('button', { name: 'Name a supporter' }).click()
  await checkPage(amina, 'name a supporter')
  await amina.getByLabel('Who do you trust').fill('Wrenn Ashdown')
  await amina.getByLabel('Read them', { exact: true }).check()
  await amina.getByLabel('Look at it, and change it').check()
  await amina.locator('[name="ideas"][value="act"]').check()
  await amina.locator('[name="costs"][value="see"]').check()
  await press(amina, 'Ask them')
  assert.match(await amina.locator('main').innerText(), /Nobody here has this name/)
  await expectErrors(amina, /422/)
  await checkPage(amina, 'name a supporter, refused')
  await amina.getByLabel('Who do you trust').fill('wren ashdown')
  await press(amina, 'Ask them')
  assert.match(await amina.locator('main').innerText(), /No answer yet/)
  await lookAt(amina, 'supporters')
})

test('Wren is asked on the start page, and says yes', async () => {
  await wren.goto('/')
  await goBy(wren, wren.locator('main a', { hasText: 'Say if you support them' }))
  assert.match(await wren.locator('main').innerText(), /Amina Hale asks you to support them/)
  await checkPage(wren, 'asked to support')
  await press(wren, 'Yes, I will')
  await lookAt(wren, 'supporting')
  await checkPage(wren, 'people I support')
})

test('acting for her there is a banner on every page, and what she opened is open', async () => {
  await press(wren, 'Act for Amina Hale')
  await checkPage(wren, 'acting: start page')
  await lookAt(wren, 'acting-home')
  await wren.getByRole('link', { name: 'Their papers' }).click()
  await wren.locator('.ct-card a').first().click()
  paperTitle = await title(wren)
  assert.equal(await wren.evaluate((url) => fetch(url).then((reply) => reply.status),
    `${wren.url()}/as/text`), 200)
  await checkPage(wren, 'acting: a paper')
  for (const path of ['/', '/papers', '/how-i-like-things', '/worried', '/supporting', '/powers']) {
    await wren.goto(path)
    assert.match(await wren.locator('header').innerText(), /You are acting for Amina Hale/, path)
  }
  await wren.goto('/how-i-like-things/papers')
  await wren.getByLabel('Braille', { exact: true }).check()
  await wren.getByRole('button', { name: 'Keep this' }).click()
  await wren.setViewportSize({ width: 320, height: 640 })
  await wren.goto('/papers')
  await lookAt(wren, 'acting-narrow')
  await wren.setViewportSize({ width: 1280, height: 900 })
})

test('what she has not opened is closed, with a plain word and no dead end', async () => {
  for (const path of ['/me/supporters', '/me/supporters/new', '/people', '/safety']) {
    const response = await wren.goto(path)
    assert.ok([403, 404].includes(response.status()), `${path}: ${response.status()}`)
    await expectErrors(wren, /40[34]/)
  }
  await wren.goto('/me/supporters')
  assert.equal(await title(wren), 'This is not open to you')
  await expectErrors(wren, /403/)
  await checkPage(wren, 'acting: closed')
  await lookAt(wren, 'acting-closed')
})

test('at "I am worried" Wren is Wren, and no worry of hers is shown', async () => {
  await wren.goto('/worried/tell')
  assert.match(await wren.locator('header').innerText(), /On this page you are yourself/)
  assert.doesNotMatch(await wren.locator('main').innerText(), /Amina/)
})

const IDEA = 'A bench where the bus turns.'
const SECRET = 'He takes my money'

// What somebody writes as themself; the number on the receipt.
async function tellAsSelf(page, fields) {
  await page.goto('/worried/tell')
  await page.getByLabel('It is about a person here').check()
  for (const [label, words] of Object.entries(fields)) await page.getByLabel(label).fill(words)
  await press(page, 'Send this')
  return /\d{4} \d{4} \d{4} \d{4}/.exec(await page.locator('main').innerText())[0]
}

async function lookByNumber(page, code) {
  await page.goto('/worried/answer')
  await page.getByLabel('Your number').fill(code)
  await press(page, 'Look')
  return page.locator('main').innerText()
}

test('help with worries is closed until Amina alone asks for it', async () => {
  assert.equal((await wren.goto('/worried/for')).status(), 403)
  await expectErrors(wren, /403/)
  await wren.goto('/worried')
  assert.equal(await wren.getByRole('link', { name: 'Help Amina Hale with a worry' }).count(), 0)

  await amina.goto('/me/supporters')
  await amina.getByRole('link', { name: 'Wren Ashdown' }).click()
  await amina.getByRole('link', { name: 'Worries: say whether they may help' }).click()
  assert.ok(await amina.getByLabel('No', { exact: true }).isChecked())
  await checkPage(amina, 'help with worries')
  await lookAt(amina, 'supporter-worries')
  const own = amina.url()
  await amina.getByLabel('Yes, they may help me').check()
  await press(amina, 'Keep this')
  assert.match(await amina.locator('main').innerText(), /Tell them for the person/)
  assert.equal((await wren.goto(own)).status(), 403) // acting, Wren cannot
  await expectErrors(wren, /403/)
})

test('Wren tells a worry for Amina, and reads the answer; one about Wren is refused', async () => {
  await wren.goto('/worried')
  await wren.getByRole('link', { name: 'Help Amina Hale with a worry' }).click()
  await checkPage(wren, 'worries told for her, none')
  await wren.getByRole('button', { name: 'Tell a worry' }).click()
  await lookAt(wren, 'worried-for-tell')
  await checkPage(wren, 'tell a worry for somebody')
  await wren.getByLabel('What worries them?').fill(SECRET)
  await wren.getByLabel('Who is it about?').fill('wren')
  await press(wren, 'Send this')
  assert.match(await wren.locator('main').innerText(), /This may be about you/)
  await expectErrors(wren, /422/)
  await wren.getByLabel('Who is it about?').fill('The man next door')
  await press(wren, 'Send this')
  const main = await wren.locator('main').innerText()
  assert.match(main, /The number for Amina Hale/)
  await checkPage(wren, 'a worry was told for somebody')
  await lookAt(wren, 'worried-for-receipt')
  const code = /\d{4} \d{4} \d{4} \d{4}/.exec(main)[0]
  assert.match(await lookByNumber(amina, code), /You wrote on/)

  await wren.goto('/worried/for')
  await wren.getByRole('link', { name: /Told on/ }).click()
  assert.doesNotMatch(await wren.locator('main').innerText(), new RegExp(SECRET))
  await checkPage(wren, 'the answer to a worry told for somebody')
  await wren.getByLabel('What else do they want to say?').fill('It is every week')
  await press(wren, 'Send this')
  assert.match(await wren.locator('main').innerText(), /You said more/)
  await lookAt(wren, 'worried-for-answer')
})

test('what may be about Wren stays closed to Wren, also with its number', async () => {
  const code = await tellAsSelf(amina, { 'What worries you?': SECRET, 'Who is it about?': 'Wren' })
  assert.match(await lookByNumber(wren, code), /We do not know this number/)
  await expectErrors(wren, /422/)
  await wren.goto('/worried/for')
  assert.equal(await wren.getByRole('link', { name: /Told on/ }).count(), 1)
})

test('the list tells nothing of a worry; Amina ends the help at once', async () => {
  await amina.goto('/me/supporters')
  await amina.getByRole('link', { name: 'Wren Ashdown' }).click()
  const words = await amina.locator('main').innerText()
  assert.match(words, /Told a worry for you/)
  assert.doesNotMatch(words, new RegExp(`${SECRET}|next door`))
  await amina.getByRole('link', { name: 'Worries: say whether they may help' }).click()
  await amina.getByLabel('No', { exact: true }).check()
  await press(amina, 'Keep this')
  assert.equal((await wren.goto('/worried/for')).status(), 403)
  await expectErrors(wren, /403/)
})

test('Amina reads what Wren looked at and did, and her formats are changed', async () => {
  await amina.goto('/me/supporters')
  await amina.getByRole('link', { name: 'Wren Ashdown' }).click()
  const words = await amina.locator('main').innerText()
  for (const done of ['Changed how papers reach you', 'Looked at the list',
    `Read a paper\n${paperTitle}`, `Opened a paper in a format\n${paperTitle} (plain text)`])
    assert.ok(words.includes(done), `${done}: ${words}`)
  await checkPage(amina, 'what a supporter did')
  await lookAt(amina, 'supporter-did')
  await amina.goto('/how-i-like-things/papers')
  assert.ok(await amina.getByLabel('Braille', { exact: true }).isChecked())
})

test('Wren shares an idea in her name; she reads that, and closes it', async () => {
  await wren.goto('/')
  await wren.getByRole('link', { name: 'Share an idea in their name' }).click()
  await checkPage(wren, 'acting: sharing an idea')
  await wren.getByLabel('What is your idea?').fill(IDEA)
  await wren.getByLabel('Which group should answer?').selectOption({ index: 1 })
  await wren.getByLabel('Everybody here, with my name').check()
  await press(wren, 'Share this idea')
  const path = new URL(wren.url()).pathname
  assert.match(await wren.locator('main').innerText(), /Wren Ashdown helped them to share it/)
  await checkPage(wren, 'acting: an idea')
  await lookAt(wren, 'acting-idea')
  const links = await wren.locator('main a').evaluateAll((all) => all.map((a) => a.href))
  for (const link of links) // no way leads to a closed page
    assert.ok((await wren.request.get(link)).status() < 400, link)
  await amina.goto('/me/ideas')
  await amina.getByRole('link', { name: IDEA }).click()
  assert.equal(new URL(amina.url()).pathname, path)
  assert.match(await amina.locator('main').innerText(),
    /From you[^]*Wren Ashdown helped you to share it/)
  await amina.goto('/me/supporters')
  await amina.getByRole('link', { name: 'Wren Ashdown' }).click()
  const words = await amina.locator('main').innerText()
  assert.ok(words.includes('Shared an idea in your name'), words)
  await amina.getByRole('button', { name: 'Change what they may do' }).click()
  await amina.locator('[name="ideas"][value="none"]').check()
  await amina.locator('[name="costs"][value="none"]').check()
  await press(amina, 'Keep the changes')
  assert.equal((await wren.goto(path)).status(), 403)
  await expectErrors(wren, /403/)
  await wren.goto('/')
})

test('she takes a part back, and then all of it: the next click is refused', async () => {
  await amina.goto('/me/supporters')
  await amina.getByRole('link', { name: 'Wren Ashdown' }).click()
  await amina.getByRole('button', { name: 'Change what they may do' }).click()
  await amina.getByLabel('Look at it, and say that it still fits').check()
  await press(amina, 'Keep the changes')
  await wren.goto('/me/needs')
  await lookAt(wren, 'supporter-answers')
  assert.equal(await wren.locator('main').getByText('Change this').count(), 0)
  await amina.getByRole('button', { name: 'Change what they may do' }).click()
  await amina.locator('#details').check() // nothing
  await press(amina, 'Keep the changes')
  let response = await wren.goto('/how-i-like-things/papers')
  assert.equal(response.status(), 403)
  response = await wren.goto('/papers')
  assert.equal(response.status(), 200)

  await amina.goto('/me/supporters')
  await press(amina, 'End this now')
  response = await wren.goto('/papers')
  assert.equal(response.status(), 403)
  assert.equal(await title(wren), 'You act for nobody any more')
  await expectErrors(wren, /403/)
  await checkPage(wren, 'acting: over')
  await lookAt(wren, 'acting-over')
  await press(wren, 'Go on as yourself')
  assert.match(await wren.locator('main').innerText(), /You are yourself again/)
  assert.equal((await wren.goto('/papers')).status(), 200)
  assert.doesNotMatch(await wren.locator('header').innerText(), /acting/)
})

test('an organiser notes it for somebody who cannot use the site, and ends it', async () => {
  await organiser.goto('/people')
  await organiser.getByRole('link', { name: 'Priya Lane' }).click()
  await organiser.getByRole('link', { name: 'A supporter for this person' }).click()
  await checkPage(organiser, 'note a supporter')
  await organiser.getByLabel('Who is the supporter?').fill('Wren Ashdown')
  await organiser.getByLabel('Read them', { exact: true }).check()
  await organiser.locator('[name="details"][value="none"]').check()
  await organiser.locator('[name="ideas"][value="none"]').check()
  await organiser.locator('[name="costs"][value="none"]').check()
  await press(organiser, 'Note this')
  assert.match(await organiser.locator('main').innerText(), /Write how and when/)
  await expectErrors(organiser, /422/)
  await organiser.getByLabel('How and when did').fill('Said so at the hall on 3 May.')
  await press(organiser, 'Note this')
  await checkPage(organiser, 'a noted supporter')
  await lookAt(organiser, 'supporter-noted')
  await organiser.goto('/waiting')
  await organiser.getByText('Tell Priya Lane about their supporter').first().waitFor()
  await goBy(organiser, organiser.locator('main a', { hasText: 'See what to tell them' }).first())
  await press(organiser, 'I have told Priya Lane')
  await press(organiser, 'End this, as Priya Lane wishes')
  assert.match(await organiser.locator('main').innerText(), /It is ended/)
  await wren.goto('/supporting')
  assert.match(await wren.locator('main').innerText(), /Nobody just now/)
})

test('every page was valid HTML', assertValidHtml)
