// SPDX-License-Identifier: AGPL-3.0-or-later
// The demo community and its people, who come in by links that the organiser makes; what they do
// with pages again and again; and the community's clock, which a test can move.
import assert from 'node:assert/strict'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { asPerson, goBy } from './browser.mjs'
import { startServer } from './server.mjs'

const DAY_MS = 24 * 3600 * 1000
const BUILD = process.env.BUILD ?? 'build'

// To be run in a page.
function wordsOfMain() {
  const found = document.querySelectorAll('main')
  if (found.length !== 1) throw new Error(`${found.length} elements "main" in ${location}`)
  return found[0].textContent
}
/** What the page says, without its frame; not by a locator, whose script is 300 KB a page. */
export const main = (person) => person.evaluate(wordsOfMain)
// Of several with one name the first; a string is the whole name.
const named = (person, role, name) =>
  person.getByRole(role, { name, exact: typeof name === 'string' }).first()
/** Presses a button, and waits for the page that comes. */
export const press = (person, name) => goBy(person, named(person, 'button', name))
export const follow = (person, name) => goBy(person, named(person, 'link', name))

// By the names of the fields: what stands below a choice says in its label when it applies.
export const field = (person, name) => person.locator(`main [name="${name}"]`)
export const choose = (person, name, value) =>
  person.locator(`main [name="${name}"][value="${value}"]`).check()
/** Sends the page's last form. */
export const send = (person) => goBy(person, person.locator('main form button').last())

/** Today, or so many days later, as the clock of the test stands. */
export const dayAfter = (days) => new Date(now() + days * DAY_MS)

/** A day into the fields of a date. */
export async function fillDay(person, day, name = 'day') {
  await field(person, `${name}-day`).fill(String(day.getDate()))
  await field(person, `${name}-month`).fill(String(day.getMonth() + 1))
  await field(person, `${name}-year`).fill(String(day.getFullYear()))
}

/** Somebody starts a group that all see and may join; resolves to its address. */
export async function startGroup(person, name) {
  await person.goto('/groups/new')
  await person.getByLabel('What is the group called?').fill(name)
  await person.getByLabel('What do you want to be different?').fill('That we are asked first')
  for (const choice of ['People of all sides together', 'Everybody here',
    'Everybody who likes may join', 'Training']) await person.getByLabel(choice).check()
  await press(person, 'Start this group')
  return new URL(person.url()).pathname
}

/** They join it, as one who uses services, which is not shown. */
export async function joinGroup(person, home, role = 'uses-services') {
  await person.goto(`${home}/join`)
  await choose(person, 'role', role)
  await choose(person, 'show', 'no')
  await send(person)
}

/** Calls a meeting of all sides; resolves to its address. */
export async function callMeeting(person, home, title, day) {
  await person.goto(`${home}/meetings/new`)
  await field(person, 'title').fill(title)
  await choose(person, 'kind', 'shared')
  await choose(person, 'when', 'day')
  await fillDay(person, day)
  await field(person, 'start').fill('2 pm')
  await field(person, 'end').fill('3.30 pm')
  await send(person)
  return new URL(person.url()).pathname
}

function linkOf(html, words) {
  const link = [...html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)]
    .find(([, , text]) => text.includes(words))
  assert.ok(link, `no link "${words}"`)
  return link[1].replaceAll('&amp;', '&')
}

// Somebody opens a page and sends the form with that button as it stands, without a browser's work;
// resolves to the answer.
async function sendFormOf(person, site, path, button, language = 'en-GB') {
  const headers = { 'Accept-Language': language, Origin: new URL(site).origin }
  const page = await person.request.get(path, { headers })
  const found = [...(await page.text()).matchAll(
    /<form [^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)]
    .find(([, , inside]) => inside.includes(button))
  assert.ok(found, `${page.status()} ${path}: no form with "${button}"`)
  const [, action, inside] = found
  const hidden = inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  const form = Object.fromEntries([...hidden].map(([, name, value]) => [name, value]))
  const answer = await person.request.post(action.replaceAll('&amp;', '&'), { form, headers })
  assert.ok(answer.ok(), `${answer.status()} ${action}`)
  return answer
}

/** The demo with its organiser in it: { server, rowan, comeIn }. With "hasClock" its clock can be
 * moved: passDays. `device`: Rowan's, as asPerson's options say. Others are of startServer. */
export async function startDemo({ hasClock = false, environment = {}, device = {},
  ...options } = {}) {
  const server = await startServer({ isDemo: true, ...options,
    environment: { ...environment, ...hasClock ? makeClock() : {} } })
  const rowan = await asPerson(server.url, device)

  /** Somebody of the demo, by a link that Rowan has made: on a device as asPerson's options say.
   * Only their first page is opened: door and by_touch walk the way there. */
  async function comeIn(name, device = { javaScript: false }) {
    const row = new RegExp(`<a [^>]*href="(/people/[^"]*)"[^>]*>${name}</a>`)
    let list = await rowan.request.get('/people')
    while (!row.test(await list.text()))
      list = await rowan.request.get(linkOf(await list.text(), 'Next page'))
    const theirs = row.exec(await list.text())[1]
    const made = await sendFormOf(rowan, server.url, theirs, 'Make a link')
    const person = await asPerson(server.url, device)
    const link = /http\S+\/in\/[\w-]+/.exec(await made.text())[0]
    const inside = await sendFormOf(person, server.url, link, 'Come in as', device.language)
    await person.goto(inside.url())
    return person
  }

  await rowan.goto(server.organiserLink)
  await press(rowan, /^Come in as/)
  return { server, rowan, comeIn }
}

// ---- the clock ----

let clock // { folder, file }: of this test file's server
let aheadSeconds = 0

const now = () => Date.now() + aheadSeconds * 1000

// What a program needs in its environment, so that its clock is ours (ahead.c).
function makeClock() {
  const folder = mkdtempSync(join(tmpdir(), 'commontable-clock-'))
  const path = join(folder, 'ahead')
  clock = { folder, file: openSync(path, 'w') }
  writeSync(clock.file, Buffer.alloc(8))
  const ahead = join(process.cwd(), BUILD, 'test/browser/ahead.so')
  // Else the program would run without it, with the clock of the machine.
  if (!existsSync(ahead)) throw new Error(`first: ninja -C ${BUILD} test/browser/ahead.so`)
  return { AHEAD: path, LD_PRELOAD: ahead }
}

/** So many days pass at once, for the server and for commands at its place; not for the marks of
 * time on files: what it keeps in files for a day (a meeting bag) is old then. */
export function passDays(days) {
  const bytes = Buffer.alloc(8)
  aheadSeconds += days * 24 * 3600
  bytes.writeBigInt64LE(BigInt(aheadSeconds))
  writeSync(clock.file, bytes, 0, 8, 0)
}

after(() => {
  if (!clock) return
  closeSync(clock.file)
  rmSync(clock.folder, { recursive: true })
})
