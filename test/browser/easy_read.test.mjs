// SPDX-License-Identifier: AGPL-3.0-or-later
// Easy Read: every form asks one question a page, with a picture, by touch alone on a phone of
// 320 px and without JavaScript. A community is set up, a person added, a paper written and sent,
// a worry told. Then each form of each page is tried: the step after the first must lead on.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, expectErrors, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { startServer } from './server.mjs'
import { PHONE as TOUCH, tap, tapAndGo } from './touch.mjs'

const EASY = 'language=en-GB-x-easyread'
const PHONE = { ...TOUCH, javaScript: false }
const SEEN_MOST = 60

let server
let organiser

before(async () => {
  server = await startServer()
  organiser = await asPerson(server.url, PHONE)
  await organiser.goto(`/sign-in?${EASY}`)
})

const press = (person, name) => tapAndGo(person, person.getByRole('button', { name }))

// What a page that asks must be: one question, its picture, large buttons, and the way out.
async function assertOneQuestion(person) {
  const rows = person.locator('.ct-picture-row--asks')
  assert.equal(await rows.count(), 1, 'one question')
  assert.equal(await rows.locator('img.ct-picture').count(), 1, 'one picture')
  assert.equal(await person.getByRole('button', { name: 'I want to ask someone first' }).count(), 1)
  for (const button of await person.locator('.ct-steps .govuk-button').all())
    assert.ok((await button.boundingBox()).height >= 56)
}

// Answers the question on the page, without going on: taps the choice of that value, or types it.
async function say(person, name, value) {
  const field = person.locator(`.ct-picture-row--asks [name="${name}"]`)
  if (/^(radio|checkbox)$/.test(await field.first().getAttribute('type'))) {
    await tap(person, person.locator(`[name="${name}"][value="${value}"]`))
    return
  }
  await tap(person, field)
  await field.fill(value)
}

async function answer(person, name, value) {
  await assertOneQuestion(person)
  if (name) await say(person, name, value)
  await press(person, 'Go on')
}

test('a community is set up, one question after the other', async () => {
  await organiser.goto(server.organiserLink)
  await checkPage(organiser, 'set up, first question')
  await press(organiser, 'Go on')
  await organiser.locator('.govuk-error-summary').waitFor()
  await expectErrors(organiser, /422/)
  await assertOneQuestion(organiser)
  await checkPage(organiser, 'set up, first question refused')
  await answer(organiser, 'place', 'Riverside')
  await answer(organiser, 'name', 'Rowan Field')
  await answer(organiser)
  await press(organiser, 'Go back one question')
  await answer(organiser, 'contact', 'rowan@riverside.example')
  await answer(organiser, 'worry_name', 'Iris Quay')
  await lookAt(organiser, 'easy-question')
  await answer(organiser, 'worry_phone', '01632 960 099')
  assert.match(await organiser.locator('h2').first().textContent(), /Look at your answers/)
  assert.equal(await organiser.getByText('Iris Quay').count(), 1)
  await checkPage(organiser, 'set up, all answers')
  await lookAt(organiser, 'easy-check')
  await press(organiser, 'Change this Your name')
  await answer(organiser, 'name', 'Rowan Fields')
  await press(organiser, 'Start')
  await organiser.goto('/')
  assert.match(await organiser.locator('h1').textContent(), /Rowan Fields/)
})

test('a person is added; asking someone first keeps all that was said', async () => {
  await organiser.goto('/people/new')
  await answer(organiser, 'name', 'Amina Hale')
  await say(organiser, 'reach', 'email')
  await press(organiser, 'I want to ask someone first')
  assert.equal(await organiser.getByText('Amina Hale').count(), 1)
  await checkPage(organiser, 'asking someone first')
  await lookAt(organiser, 'easy-pause')
  await press(organiser, 'Go on with my answers')
  assert.ok(await organiser.getByLabel('By e-mail').isChecked())
  await press(organiser, 'Go on')
  await answer(organiser, 'contact', 'rowan@riverside.example') // Rowan has this one
  await answer(organiser, 'formats', 'large-print')
  await answer(organiser, 'points', '24') // asked because of the answer before
  await answer(organiser, 'extras', 'read-aloud')
  await answer(organiser)
  await press(organiser, 'Add this person')
  // A rule refused it: the form opens at the question that is to be mended.
  await organiser.locator('.govuk-error-summary').waitFor()
  await expectErrors(organiser, /422/)
  await assertOneQuestion(organiser)
  await checkPage(organiser, 'refused by a rule')
  await answer(organiser, 'contact', 'amina@riverside.example')
  await press(organiser, 'Add this person')
  assert.equal(await organiser.locator('h1').textContent(), 'Amina Hale')
  assert.match(await organiser.locator('main').textContent(), /24.*read out at the meeting/s)
})

test('a paper is written and sent', async () => {
  await organiser.goto('/papers/new')
  await answer(organiser, 'title', 'Bus times')
  await answer(organiser, 'source', '# Bus times\n\nThe bus comes at ten.')
  assert.equal(await organiser.locator('input[type=file]').count(), 1) // asked where it is sent
  await checkPage(organiser, 'a paper, all answers')
  await press(organiser, 'Keep this and look at it')
  assert.equal(await organiser.locator('h1').textContent(), 'Bus times')
  await tapAndGo(organiser, organiser.getByRole('button', { name: /^Send/ }).first())
  await organiser.locator('.ct-steps').waitFor()
  await checkPage(organiser, 'send to')
  await answer(organiser, 'to', 'some')
  await tap(organiser, organiser.getByLabel('Amina Hale'))
  await answer(organiser)
  assert.equal(await organiser.getByText('Amina Hale').count(), 1)
  await tapAndGo(organiser, organiser.locator('.ct-steps .govuk-button').first())
  await organiser.waitForURL(/\/releases\//)
})

test('somebody who is worried says so', async () => {
  const visitor = await asPerson(server.url, PHONE)
  await visitor.goto(`/worried/tell?${EASY}`)
  await answer(visitor, 'about', 'place')
  await answer(visitor, 'words', 'The bus is never on time.')
  await answer(visitor, 'who', '')
  await answer(visitor)
  await answer(visitor, 'hear', 'contact')
  await answer(visitor, 'contact', '01632 960 014') // asked because of the answer before
  await answer(visitor)
  assert.equal(await visitor.getByText('The bus is never on time.').count(), 1)
  await checkPage(visitor, 'a worry, all answers')
  await tapAndGo(visitor, visitor.locator('.ct-steps .govuk-button').first())
  assert.equal(await visitor.locator('.ct-steps').count(), 0) // sent
  await checkPage(visitor, 'a worry was sent')
})

// Ids and their like do not make another kind of page.
const kindOf = (path) => path.split('/').map((part) => (/\d/.test(part) ? '*' : part)).join('/')

// The first step of each form that is on the page; says which do not lead on.
async function tryForms(person, path) {
  const findings = []
  const count = await person.locator('form:has(.ct-steps)').count()
  for (let i = 0; i < count; i++) {
    const form = person.locator('form:has(.ct-steps)').nth(i)
    const action = await form.getAttribute('action')
    await tapAndGo(person, form.getByRole('button', { name: 'Go on' }))
    const forms = await person.locator('form:has(.ct-steps)').all()
    if (forms.length !== 1 || await forms[0].getAttribute('action') !== action)
      findings.push(`${path}: the form to ${action} has ${forms.length} forms on its next page`)
    if (i + 1 < count) await person.goto(path)
  }
  return { count, findings }
}

test('every form of every page leads on from its first question', async () => {
  const demo = await startServer({ isDemo: true })
  const person = await asPerson(demo.url, PHONE)
  await person.goto(`/sign-in?${EASY}`)
  await person.goto(demo.organiserLink)
  await tapAndGo(person, person.locator('main form button').first())
  const waiting = ['/', '/people', '/papers', '/how-i-like-things', '/worried']
  const seen = new Set()
  const findings = []
  let forms = 0
  while (waiting.length > 0 && seen.size < SEEN_MOST) {
    const path = waiting.shift()
    if (seen.has(kindOf(path))) continue
    seen.add(kindOf(path))
    // By plain requests: only a page with a form that asks is opened.
    const answered = await person.context().request.get(path)
    if (!(answered.headers()['content-type'] ?? '').startsWith('text/html')) continue
    const html = await answered.text()
    waiting.push(...[...html.matchAll(/<a [^>]*?href="([^"]*)"/g)]
      .map(([, href]) => new URL(href.replaceAll('&amp;', '&'), answered.url()))
      .filter(({ origin, search, pathname }) =>
        origin === new URL(demo.url).origin && !search && !/^\/(static|in)\//.test(pathname))
      .map(({ pathname }) => pathname))
    if (!/<form [^>]*>(?:(?!<\/form>)[\s\S])*?"[^"]*\bct-steps\b/.test(html)) continue
    await person.goto(path)
    const tried = await tryForms(person, path)
    forms += tried.count
    findings.push(...tried.findings)
  }
  assert.equal(findings.join('\n'), '')
  assert.ok(forms >= 5, `only ${forms} forms`)
})

test('every page that was seen is valid HTML', assertValidHtml)
