// SPDX-License-Identifier: AGPL-3.0-or-later
// Walks through all pages that the demo's organiser, and somebody who is not signed in, can reach
// by links, and checks each kind of page once; the first pages that anybody meets are light.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson } from './browser.mjs'
import { assertLight, assertValidHtml, checkPage } from './check_page.mjs'
import { startServer } from './server.mjs'

const PAGES_MOST = 60
// Links that are no page of their own: files, other languages, sign-in links that work once.
const NOT_WALKED = /^\/(static|language|in)\//

let server

before(async () => {
  server = await startServer({ isDemo: true })
})

// Ids and their like do not make another kind of page.
const kindOf = (path) => path.split('/').map((part) => (/\d/.test(part) ? '*' : part)).join('/')

// Paths of the page's links within the site, without query.
async function linksOf(page) {
  const hrefs = await page.locator('a[href]').evaluateAll((links) => links.map((link) => link.href))
  return hrefs.map((href) => new URL(href))
    .filter((url) => url.origin === page.seen.home && !NOT_WALKED.test(url.pathname))
    .map((url) => url.pathname)
}

async function isPage(person, path) {
  const response = await person.context().request.get(path)
  assert.ok(response.status() < 500, `${path}: ${response.status()}`)
  return (response.headers()['content-type'] ?? '').startsWith('text/html')
}

/** Checks one page of each kind from these on; resolves to the kinds met. */
async function walk(person, from, label) {
  const waiting = [...from]
  const seen = new Set()
  const findings = []
  while (waiting.length > 0 && seen.size < PAGES_MOST) {
    const path = waiting.shift()
    if (seen.has(kindOf(path)) || !(await isPage(person, path))) continue
    seen.add(kindOf(path))
    await person.goto(path)
    waiting.push(...await linksOf(person))
    try {
      await checkPage(person, `${label} ${path}`)
    } catch (error) {
      findings.push(error.message)
    }
  }
  assert.equal(findings.join('\n\n'), '')
  return [...seen]
}

test('pages before signing in', async () => {
  const kinds = await walk(await asPerson(server.url), ['/', '/sign-in'], 'stranger')
  assert.ok(kinds.includes('/sign-in'), kinds.join(' '))
})

test("the organiser's pages", async () => {
  const person = await asPerson(server.url, { javaScript: false })
  await person.goto(server.organiserLink)
  await checkPage(person, 'sign-in link')
  await person.locator('main form button').click()
  await person.waitForLoadState()
  const kinds = await walk(person, [new URL(person.url()).pathname, '/',
    '/papers/find?words=garden', '/papers/find?words=zebra'], 'organiser')
  assert.ok(kinds.length >= 5, `only ${kinds.join(' ')}`)
})

test('the first pages are light', async () => {
  await assertLight(server.url, '/')
  await assertLight(server.url, new URL(server.organiserLink).pathname)
})

test('every page was valid HTML', assertValidHtml)
