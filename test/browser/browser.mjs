// SPDX-License-Identifier: AGPL-3.0-or-later
// Debian's Chromium, and the people who use it in tests: each a fresh browser context, watched for
// errors and for requests to other hosts. What a page must be is in check_page.mjs.
import { after } from 'node:test'
import { mkdirSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { chromium } from 'playwright-core'

// RenderDocument: a new frame in the browser for each page of one site, a third of what opening it
// costs (doc/decisions/0035). The others are Playwright's own, which this list takes the place of.
const LEFT_OUT = ['RenderDocument', 'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying']
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  // What a page runs, axe above all, is over before compiling it well pays.
  `--disable-features=${LEFT_OUT.join()}`, '--js-flags=--no-maglev --no-turbofan']
// Chromium without its window draws the same pages at half of the cost (doc/decisions/0035).
let program = '/usr/bin/chromium-headless-shell'
const WAIT_MS = 15_000

let browser

/** Before the first asPerson of a file: with all of Chromium. Without its window Enter was lost now
 * and then on a page of two hundred pictures, and it is not known why. */
export function useWholeBrowser() {
  program = '/usr/bin/chromium'
}

// The browser of this test file: started when first asked for, closed with the file.
function theBrowser() {
  browser ??= chromium.launch({ executablePath: program, headless: true, args: FLAGS })
  return browser
}
after(async () => (await browser)?.close())

/** Notes on a page what a person would not see: errors, other hosts, the HTML as it was sent. */
function watch(page, home, javaScript) {
  const seen = { home: new URL(home).origin, javaScript, errors: [], document: null }
  page.on('console', (message) => {
    if (message.type() === 'error') seen.errors.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => seen.errors.push(`script: ${error.message}`))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (/^(http|ws)s?:$/.test(protocol) && origin !== seen.home)
      seen.errors.push(`request to another host: ${request.url()}`)
  })
  page.on('response', (response) => {
    const request = response.request()
    if (request.isNavigationRequest() && response.frame() === page.mainFrame() &&
        (response.status() < 300 || response.status() >= 400))
      seen.document = response
  })
  page.seen = seen
}

/** A person's own browser window at a site: no cookies, nothing cached. Resolves to the page.
 * Options: javaScript (true), language ('en-GB'), width (1280), colours ('light'), any of
 * Playwright's context options. A 4xx page logs an error to the console: see expectErrors. */
export async function asPerson(home, { javaScript = true, language = 'en-GB', width = 1280,
  colours = 'light', ...others } = {}) {
  const context = await (await theBrowser()).newContext({
    baseURL: home, javaScriptEnabled: javaScript, locale: language, colorScheme: colours,
    viewport: { width, height: 900 }, ...others,
  })
  context.setDefaultTimeout(WAIT_MS)
  context.on('page', (page) => watch(page, home, javaScript))
  return context.newPage()
}

/** Takes out of the noted errors those that a test provoked (a 422 or 404 answer, say), and
 * resolves to how many they were. The browser tells of an answer a little after the page is there,
 * so this waits until at least `least` have come, and fails when they do not. */
export async function expectErrors(page, pattern, least = 1) {
  const found = () => page.seen.errors.filter((error) => pattern.test(error)).length
  const until = Date.now() + WAIT_MS
  while (found() < least) {
    if (Date.now() > until)
      throw new Error(`${found()} errors like ${pattern} on ${page.url()}, not ${least}`)
    await setTimeout(20)
  }
  const count = found()
  page.seen.errors = page.seen.errors.filter((error) => !pattern.test(error))
  return count
}

/** Clicks what leads to another page, and waits until that one is there: a click alone returns
 * before, and what is asked next would be answered by the page that is left. */
export async function goBy(page, target) {
  await Promise.all([page.waitForEvent('load'), target.click()])
}

/** A virtual authenticator in the page's browser: a phone that knows its owner's finger. */
export async function withPasskeys(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true,
      hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  return {
    keys: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId }))
      .credentials,
    knowsOwner: (isUserVerified) =>
      session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    give: (credential) => session.send('WebAuthn.addCredential', { authenticatorId, credential }),
  }
}

/** A picture of the whole page in test/browser/.out/ when SHOTS is set, for people to look at. */
export async function lookAt(page, name) {
  if (!process.env.SHOTS) return
  const folder = new URL('.out/', import.meta.url).pathname
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true })
}
