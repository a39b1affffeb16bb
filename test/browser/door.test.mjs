// SPDX-License-Identifier: AGPL-3.0-or-later
// The door (R9, R11, R14, R95; WCAG 3.3.9): coming in by passkey, mailed link, key card, typed code
// and with somebody's help; and what ends each of them. Passkeys are those of Chromium's virtual
// authenticator.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { asPerson, expectErrors, goBy, lookAt, withPasskeys } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { byKeyboard } from './keyboard.mjs'
import { startServer } from './server.mjs'

const MAIL_MS = 15_000

let server
let organiser
let authenticator
let card // what stands on Nia's: { url, code }

const heading = (page) => page.locator('h1').textContent()
const press = (page, name) => goBy(page, page.getByRole('button', { name, exact: true }))
const follow = (page, name) => goBy(page, page.getByRole('link', { name, exact: true }))
const main = (page) => page.locator('main').innerText()

async function addPerson(name, contact = '') {
  await organiser.goto('/people/new')
  await organiser.getByLabel('Name', { exact: true }).fill(name)
  await organiser.getByLabel(contact ? 'By e-mail' : 'In person').check()
  if (contact) await organiser.getByLabel('E-mail address, phone number').fill(contact)
  await press(organiser, 'Add this person')
  assert.equal(await heading(organiser), name)
}

async function linkFor(name) {
  await organiser.goto('/people')
  await follow(organiser, name)
  await press(organiser, 'Make a link')
  return (await organiser.getByText(/^http.*\/in\//).textContent()).trim()
}

async function comeInByLink(name, options) {
  const page = await asPerson(server.url, options)
  await page.goto(await linkFor(name))
  await press(page, `Come in as ${name}`)
  return page
}

// Letters are written to a folder where no mail server is set; links in them may be folded.
const letters = () => readdirSync(join(server.data, 'mail'))
  .map((file) => readFileSync(join(server.data, 'mail', file), 'utf8').replaceAll('=\r\n', '')
    .replaceAll('=\n', '').replaceAll('=3D', '='))

async function mailedLinks(least) {
  const until = Date.now() + MAIL_MS
  for (;;) {
    const links = letters().flatMap((letter) => letter.match(/http\S*\/in\/[\w-]{43}\S*/g) ?? [])
    if (links.length >= least) return links
    assert.ok(Date.now() < until, `${links.length} letters with a link`)
    await new Promise((resolve) => { setTimeout(resolve, 100) })
  }
}

before(async () => {
  server = await startServer()
  organiser = await asPerson(server.url)
  authenticator = await withPasskeys(organiser)
  await organiser.goto(server.organiserLink)
  await organiser.getByLabel('What is your community called?').fill('Riverside')
  await organiser.getByLabel('Your name').fill('Rowan Field')
  await organiser.getByLabel('Who can people talk to when they are worried?').fill('Iris Quay')
  await organiser.getByLabel('Their phone number').fill('01632 960 099')
  await press(organiser, 'Set up')
  await addPerson('Nia Holm')
  await addPerson('Sam Reed', 'sam@riverside.example')
})

test('the sign-in page shows four ways, none of them a puzzle', async () => {
  const page = await asPerson(server.url, { javaScript: false })
  await page.goto('/sign-in')
  await checkPage(page, 'sign-in')
  assert.deepEqual(await page.locator('main h2').allTextContents(), ['With your passkey',
    'With a link by e-mail', 'With your key card', 'With somebody you know'])
  assert.equal(await page.locator('input[type=password]').count(), 0)
  await lookAt(page, 'door-sign-in')
})

test('an organiser adds a passkey, signs out and comes back with it', async () => {
  await organiser.goto('/ways-in')
  await checkPage(organiser, 'my ways in')
  await press(organiser, 'Add a passkey')
  await checkPage(organiser, 'a new passkey')
  await organiser.getByLabel('What do you call it?').fill('Rowan’s phone')
  await press(organiser, 'Make the passkey')
  await organiser.waitForURL(/\/ways-in$/)
  assert.match(await main(organiser), /Rowan’s phone\s+Not used yet/)
  assert.equal((await authenticator.keys()).length, 1)

  await press(organiser, 'Sign out here')
  await organiser.goto('/people')
  await expectErrors(organiser, /401/)
  await press(organiser, 'Come in with a passkey')
  await checkPage(organiser, 'coming in by passkey')
  await press(organiser, 'Use my passkey')
  await organiser.waitForURL(/\/people$/) // where they were going
  assert.equal(await heading(organiser), 'People')
})

test('a passkey answers each question once', async () => {
  const page = await asPerson(server.url)
  const own = await withPasskeys(page)
  await own.give((await authenticator.keys())[0])
  await page.goto('/sign-in')
  await press(page, 'Come in with a passkey')
  const address = page.url()
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.method() === 'POST'), press(page, 'Use my passkey'),
  ])
  await page.waitForURL(server.url)
  // The same answer from another browser: its form is not that browser's own.
  const thief = await asPerson(server.url)
  await thief.goto('/sign-in')
  const answer = await thief.context().request.post(request.url(), {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: page.seen.home },
    data: request.postData(),
  })
  assert.equal(answer.status(), 422)
  await thief.goto(address)
  assert.match(await main(thief), /too old, or it was used already/)
  await thief.goto('/people')
  assert.equal(await heading(thief), 'Come in')
})

test('without finger, face or PIN, and without a passkey, nobody comes in', async () => {
  const page = await asPerson(server.url)
  const own = await withPasskeys(page)
  await page.goto('/sign-in')
  await press(page, 'Come in with a passkey')
  const stay = () => page.getByRole('button', { name: 'Use my passkey', exact: true }).click()
  await stay() // there is none
  await page.getByText('No passkey was used.').waitFor()
  await own.give((await authenticator.keys())[0])
  await own.knowsOwner(false)
  await stay()
  await page.getByText('No passkey was used.').waitFor()
  assert.equal(await heading(page), 'Come in by passkey')
})

test('a browser that is too old says what to do instead, before it makes anything', async () => {
  const page = await comeInByLink('Sam Reed')
  // As Firefox before 119 and Safari before 16.
  await page.addInitScript(() => {
    delete window.AuthenticatorAttestationResponse.prototype.getAuthenticatorData
  })
  await page.goto('/ways-in')
  await press(page, 'Add a passkey')
  assert.match(await main(page), /This browser is too old for passkeys\. Bring it up to date/)
  assert.equal(await page.getByRole('button', { name: 'Make the passkey' }).count(), 0)
  await checkPage(page, 'a browser too old for passkeys')
  await lookAt(page, 'door-too-old')
})

test('without JavaScript the passkey page says so, and where else to go', async () => {
  const page = await asPerson(server.url, { javaScript: false })
  const hands = byKeyboard(page)
  await page.goto('/sign-in')
  await hands.press('Come in with a passkey')
  assert.match(await main(page), /needs JavaScript/)
  await checkPage(page, 'passkey without JavaScript')
  await hands.press('Use my passkey')
  assert.match(await main(page), /No passkey was used/)
  await hands.press('Come in another way')
  assert.equal(await heading(page), 'Come in')
})

test('a link by e-mail works once, in any browser, and an unknown address gets the same page',
  async () => {
    const page = await asPerson(server.url, { javaScript: false })
    await page.goto('/papers')
    await page.getByLabel('Your e-mail address').fill('nobody@riverside.example')
    await press(page, 'Send me a link')
    const unknown = await main(page)
    await page.goto('/papers')
    await page.getByLabel('Your e-mail address').fill('Sam@Riverside.example')
    await press(page, 'Send me a link')
    assert.equal(await main(page), unknown)
    assert.equal(await expectErrors(page, /401/, 2), 2)
    await checkPage(page, 'a link is on its way')
    const [first] = await mailedLinks(1)
    await press(page, 'Send it again')
    assert.equal(await main(page), unknown)
    const links = await mailedLinks(2)
    assert.equal(links.length, 2)

    // A mail scanner opens it first; Sam opens it on another device.
    const scanner = await asPerson(server.url)
    await scanner.goto(first)
    const sam = await asPerson(server.url, { javaScript: false })
    await sam.goto(first)
    await checkPage(sam, 'a mailed link')
    await press(sam, 'Come in as Sam Reed')
    assert.equal(new URL(sam.url()).pathname, '/papers') // where Sam was going
    await scanner.goto(first)
    assert.match(await main(scanner), /used already/)
    assert.equal(await expectErrors(scanner, /404/), 1)
    await checkPage(scanner, 'a spent link')
  })

test('an organiser who came in by a link does not organise, and reads how to', async () => {
  const page = await comeInByLink('Rowan Field')
  await page.goto('/')
  await checkPage(page, 'home of an organiser by link')
  assert.match(await main(page), /To organise, use your passkey/)
  await page.goto('/people/new')
  assert.equal(await expectErrors(page, /403/), 1)
  assert.equal(await heading(page), 'To organise, use your passkey')
  await checkPage(page, 'step up')

  // A passkey made from there waits for another organiser's yes.
  await withPasskeys(page)
  await page.goto('/ways-in')
  await press(page, 'Add a passkey')
  await press(page, 'Make the passkey')
  await page.waitForURL(/\/ways-in$/)
  assert.match(await main(page), /Another organiser says yes/)
  await press(page, 'Sign out here')
  await page.goto('/sign-in')
  await press(page, 'Come in with a passkey')
  await press(page, 'Use my passkey')
  await page.waitForURL(server.url)
  await page.goto('/people')
  assert.equal(await heading(page), 'Your passkey waits for a yes')
  assert.match(await main(page), /Ask one of them/)
  await expectErrors(page, /403/)
  await organiser.goto('/people')
  await follow(organiser, 'Rowan Field')
  await organiser.getByRole('button', { name: /^Yes, it is theirs/ }).click()
  await page.goto('/people')
  assert.equal(await heading(page), 'People')
})

test('a key card is printed, says what it is, and opens the door by its address', async () => {
  await organiser.goto('/people')
  await follow(organiser, 'Nia Holm')
  await press(organiser, 'Make a key card')
  await checkPage(organiser, 'a key card')
  await lookAt(organiser, 'door-card')
  assert.match(await main(organiser), /Whoever holds this card can come in/)
  const code = (await organiser.locator('.ct-code').textContent()).trim()
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
  assert.equal(await organiser.locator('main svg[role=img]').count(), 1) // the square
  card = { code }

  const nia = await asPerson(server.url, { javaScript: false })
  const hands = byKeyboard(nia)
  await nia.goto('/papers')
  await hands.press('Type the code of my card')
  assert.equal(await expectErrors(nia, /401/), 1)
  await checkPage(nia, 'typing a code')
  await hands.fill('The code on your card', `  ${code.replaceAll('-', ' ').toLowerCase()} `)
  await hands.press('Come in')
  assert.equal(new URL(nia.url()).pathname, '/papers')
  // A device that several people use forgets it with the browser.
  const cookie = (await nia.context().cookies()).find(({ name }) => name === 'session')
  assert.equal(cookie.expires, -1)

  // Reading and answering is all that a card is for.
  await nia.goto('/ways-in')
  await checkPage(nia, 'ways in by card')
  assert.match(await main(nia), /Your card was used/)
  assert.equal(await nia.getByRole('button', { name: 'Add a passkey' }).count(), 0)
  const refused = await nia.context().request.get('/ways-in/card')
  assert.equal(refused.status(), 403)
  await nia.goto('/ways-in/card')
  assert.equal(await expectErrors(nia, /403/), 1)
  await checkPage(nia, 'needs another way in')
  card.nia = nia
})

test('wrong codes are refused kindly, and many of them slowed down', async () => {
  const page = await asPerson(server.url, { javaScript: false })
  await page.goto('/card')
  const tryCode = async (code) => {
    await page.getByLabel('The code on your card').fill(code)
    await press(page, 'Come in')
    return main(page)
  }
  const mistyped = card.code.slice(0, -1) + (card.code.endsWith('0') ? '1' : '0')
  assert.match(await tryCode(mistyped), /a letter is different/)
  assert.equal(await page.getByLabel('The code on your card').inputValue(), mistyped)
  assert.equal(await expectErrors(page, /422/), 1)
  await checkPage(page, 'a wrong code')
  assert.match(await tryCode('0000-0000-0000'), /We do not know this code/)
  assert.match(await tryCode('hello'), /not the whole code/)
  let said = ''
  for (let i = 0; i < 40 && !/Wait one minute/.test(said); i++)
    said = await tryCode('0000-0000-0000')
  assert.match(said, /Wait one minute/)
})

test('a lost card is ended with one tap, and who was in with it is out', async () => {
  const nia = await comeInByLink('Nia Holm', { javaScript: false })
  await nia.goto('/ways-in')
  await press(nia, 'I lost my card')
  assert.match(await main(nia), /does not work any more/)
  await card.nia.goto('/papers')
  assert.equal(await heading(card.nia), 'Come in')

  // The organiser can end it too.
  await organiser.goto('/people')
  await follow(organiser, 'Nia Holm')
  await press(organiser, 'Make a key card')
  const sheet = organiser.url()
  await follow(organiser, 'Back')
  await press(organiser, 'The card is lost: end it')
  await organiser.goto(sheet)
  assert.equal(await expectErrors(organiser, /404/), 1)
})

test('where I am signed in: one ended, all others ended, a name given', async () => {
  const here = await comeInByLink('Nia Holm')
  const there = await comeInByLink('Nia Holm')
  const third = await comeInByLink('Nia Holm')
  await there.goto('/ways-in')
  await there.getByLabel('What do you call this phone or computer?').fill('The library')
  await there.getByRole('button', { name: 'Keep this name' }).click()
  await here.goto('/ways-in')
  assert.match(await main(here), /The library/)
  await here.getByRole('button', { name: 'Sign out there The library' }).click()
  await there.goto('/papers')
  assert.equal(await heading(there), 'Come in')
  await press(here, 'Sign out everywhere else')
  await third.goto('/papers')
  assert.equal(await heading(third), 'Come in')
  await here.goto('/papers')
  assert.equal(await heading(here), 'Papers')
})

test('somebody trusted lets a person in: a banner throughout, noted, ended at once', async () => {
  const nia = await comeInByLink('Nia Holm', { javaScript: false })
  await nia.goto('/ways-in')
  await nia.getByLabel('Who may help you come in?').fill('Nobody Here')
  await press(nia, 'Add this person')
  assert.match(await main(nia), /We do not find this name/)
  await nia.getByLabel('Who may help you come in?').fill('sam reed')
  await press(nia, 'Add this person')

  const device = await comeInByLink('Sam Reed', { javaScript: false })
  await device.goto('/ways-in')
  await follow(device, 'Help Nia Holm come in here')
  await checkPage(device, 'helping somebody in')
  await press(device, 'I know Nia Holm. Let them in')
  const band = device.locator('.ct-notice')
  for (const path of ['/', '/papers', '/ways-in', '/how-i-like-things']) {
    await device.goto(path)
    assert.match(await band.textContent(), /as Nia Holm, with somebody's help/, path)
  }
  await checkPage(device, 'with help')
  await lookAt(device, 'door-helped')
  assert.equal((await device.context().request.get('/ways-in/card')).status(), 403)
  await device.goto('/')
  await press(device, 'I am finished: hand the device back')
  assert.equal(await heading(device), 'Come in') // Sam too comes in anew
  await nia.goto('/ways-in')
  assert.match(await main(nia), /Somebody helped you come in\s+[^\n]*Sam Reed/)

  // Whom nobody named cannot do it.
  const other = await comeInByLink('Sam Reed')
  await nia.getByRole('button', { name: 'Take off the list Sam Reed' }).click()
  await other.goto('/ways-in')
  assert.equal(await other.getByRole('link', { name: /^Help Nia/ }).count(), 0)
})

test('a passkey is named and removed, the last one with a warning', async () => {
  const sam = await comeInByLink('Sam Reed')
  await withPasskeys(sam)
  await sam.goto('/ways-in')
  await press(sam, 'Add a passkey')
  await press(sam, 'Make the passkey')
  await sam.waitForURL(/\/ways-in$/)
  await follow(sam, 'Passkey')
  await checkPage(sam, 'one passkey')
  await sam.getByLabel('What do you call it?').fill('Old tablet')
  await press(sam, 'Keep this name')
  await follow(sam, 'Old tablet')
  assert.match(await main(sam), /your only passkey/)
  await press(sam, 'Remove this passkey')
  assert.match(await main(sam), /The passkey is removed/)
  await press(sam, 'Sign out here')
  await sam.goto('/sign-in')
  await press(sam, 'Come in with a passkey')
  await press(sam, 'Use my passkey')
  await sam.getByText('We do not know this passkey.').waitFor()
  await expectErrors(sam, /422/)
})

test('a way in that somebody else made is asked about, on the start page and by mail', async () => {
  await addPerson('Ola Grant', 'ola@riverside.example')
  const ola = await comeInByLink('Ola Grant')
  await ola.goto('/')
  assert.doesNotMatch(await main(ola), /A new way in was added/) // the link that she is in by
  await organiser.goto('/people')
  await organiser.getByRole('link', { name: 'Ola Grant' }).click()
  await press(organiser, 'Make a key card')

  await ola.goto('/')
  assert.match(await main(ola),
    /A new way in was added\s+A key card was made for you, by Rowan Field\. Was that right\?/)
  await checkPage(ola, 'a new way in on the start page')
  await lookAt(ola, 'new-way-home')
  await goBy(ola, ola.locator('main a', { hasText: 'Look at my ways in' }))
  await checkPage(ola, 'my ways in, a new one')
  await lookAt(ola, 'new-way')
  await press(ola, 'Yes, that was right')
  assert.doesNotMatch(await main(ola), /New since you last said yes/)
  await ola.goto('/')
  assert.doesNotMatch(await main(ola), /A new way in was added/)

  const until = Date.now() + MAIL_MS
  while (!letters().some((letter) => /^To:.*ola@riverside/mi.test(letter) &&
      letter.includes('That was not me'))) {
    assert.ok(Date.now() < until, 'no mail about a new way in')
    await new Promise((resolve) => { setTimeout(resolve, 100) })
  }
})

test('"That was not me" closes what others may hold', async () => {
  const link = await linkFor('Ola Grant')
  const ola = await comeInByLink('Ola Grant')
  await goBy(ola, ola.locator('main a', { hasText: 'Look at my ways in' }))
  await goBy(ola, ola.getByRole('link', { name: 'That was not me' }))
  await checkPage(ola, 'that was not me')
  await lookAt(ola, 'not-me')
  await press(ola, 'Close these now')
  assert.match(await main(ola), /They are closed/)
  await checkPage(ola, 'what others may hold is closed')
  const other = await asPerson(server.url)
  assert.equal((await other.goto(link)).status(), 404)
  await expectErrors(other, /404/)
})

test('every page was valid HTML', assertValidHtml)
