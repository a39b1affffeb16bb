// SPDX-License-Identifier: AGPL-3.0-or-later
// What every page must be ("Everyone can take part"): axe finds nothing and is sure of it, no
// sideways scroll, no error, nothing from other hosts, valid HTML by two checkers, and light.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { HtmlValidate } from 'html-validate'
import { asPerson } from './browser.mjs'
import { keyOf, unlessClean, withoutChance, withoutTokens } from './clean.mjs'
import { checkByNu, startNu } from './nu.mjs'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const KB = 1024
export const TARGET_LEAST = 43.9 // px; a browser rounds
const FIRST_PAGE_MOST = 30 * KB
const FIRST_PAGE_WITH_FONTS_MOST = 60 * KB

/** Pages do not know the engine: on the second one all is done again, the looking is not. */
export const isSecondEngine = (process.env.TEST_DATABASE_URL ?? '').startsWith('postgresql:')

/** HTML of pages checked so far in this test file, by name: for assertValidHtml. */
const sent = new Map()

// The axe that @axe-core/playwright brings, run without its builder: that one sends the 650 KB of
// it to each page twice, and brings back all rules that held (measured: half of the time).
const AXE = readFileSync(createRequire(createRequire(import.meta.url).resolve(
  '@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8')
const AXE_OPTIONS = {
  runOnly: { type: 'tag', values: TAGS },
  rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
  resultTypes: ['violations', 'incomplete'],
}
// One sign: too short to measure its contrast.
const AXE_CONTEXT = { exclude: [['.govuk-pagination__item--ellipsis']] }

/** For each page of a browser without JavaScript, the hand on its switch. */
const switches = new Map()

// axe is a script and waits by timers, which a browser without JavaScript does not run. So such a
// page, when it stands there as it was sent, gets JavaScript for the time of a check: no script of
// its own runs by that.
async function withScripts(page, check) {
  if (page.seen.javaScript) return check()
  if (!switches.has(page)) switches.set(page, await page.context().newCDPSession(page))
  const set = (value) => switches.get(page).send('Emulation.setScriptExecutionDisabled', { value })
  await set(true) // by this hand too: else to let go is no change
  await set(false)
  try {
    return await check()
  } finally {
    await set(true)
  }
}

/** What axe says of the page as it stands, one string a finding; "incomplete" is a finding. */
export async function axeFindings(page) {
  const { violations, incomplete } = await withScripts(page, async () => {
    await page.evaluate(AXE)
    return page.evaluate(async ([context, options]) => {
      const found = await globalThis.axe.run(context, options)
      return { violations: found.violations, incomplete: found.incomplete }
    }, [AXE_CONTEXT, AXE_OPTIONS])
  })
  const tell = (kind) => (rule) => rule.nodes.map((node) =>
    `axe ${kind} ${rule.id}: ${node.target.join(' ')}: ${node.failureSummary ?? rule.help}`)
  return [...violations.flatMap(tell('found')), ...incomplete.flatMap(tell('is unsure of'))]
}

/** To be run in a page: names what sticks out to the right, or nothing. */
export function sticksOut() {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return ''
  const wide = [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5 ||
      (element.scrollWidth > element.clientWidth &&
       getComputedStyle(element).overflowX === 'visible'))
    .map((element) => `<${element.localName} class="${element.getAttribute('class') ?? ''}">`)
  return `${scrollWidth} px wide in ${clientWidth} px: ${wide.slice(-3).join(', ')}`
}

/** To be run in a page: names what is smaller than 44 × 44 px to touch (WCAG 2.5.5), but for links
 * inside sentences: those in a line that has words besides links. */
export function tooSmall(least) {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) &&
    !element.classList.contains('govuk-skip-link') // it comes with the keyboard only
  const lineOf = (element) => {
    let line = element.parentElement
    while (getComputedStyle(line).display === 'inline') line = line.parentElement
    return line
  }
  const isInSentence = (element) => {
    if (element.closest('.ct-paper')) return true // people's own words
    if (element.localName !== 'a' || getComputedStyle(element).display !== 'inline') return false
    const line = lineOf(element).cloneNode(true)
    for (const link of line.querySelectorAll('a, .govuk-visually-hidden')) link.remove()
    return /\p{L}{2}/u.test(line.textContent)
  }
  const findings = []
  for (const element of document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    const { width, height } = element.getBoundingClientRect()
    if (shown(element) && Math.min(width, height) < least && !isInSentence(element))
      findings.push(`${Math.round(width)} × ${Math.round(height)} px: ` +
        `<${element.localName} class="${element.getAttribute('class') ?? ''}"> ` +
        `${element.textContent.trim().slice(0, 40)}`)
  }
  return findings
}

// To be run in a page: with letters of that size, what sticks out and what is too small.
const atLetters = `(size, least) => {
  document.documentElement.style.fontSize = size
  return [(${sticksOut})(), (${tooSmall})(least)]
}`

/** Sideways scroll at 320 px, and at 1280 px with letters of four times the size; targets that are
 * too small to touch at 320 and 1280 px. */
export async function fitFindings(page) {
  const before = page.viewportSize()
  const findings = []
  // To say a size again costs as much as another one.
  const resize = async (size) => {
    const { width, height } = page.viewportSize()
    if (width !== size.width || height !== size.height) await page.setViewportSize(size)
  }
  for (const [width, letters] of [[1280, ''], [1280, '400%'], [320, '']]) {
    await resize({ width, height: 900 })
    const [wide, small] = await page.evaluate(
      `(${atLetters})(${JSON.stringify(letters)}, ${TARGET_LEAST})`)
    if (wide && (width === 320 || letters))
      findings.push(`sideways scroll at ${width} px, letters ${letters || '100%'}: ${wide}`)
    if (!letters)
      for (const found of small) findings.push(`too small to touch at ${width} px: ${found}`)
  }
  await resize(before)
  return findings
}

// To be run in a page: what checkers see of it besides its HTML: the rules of its style sheets, how
// it is shown, what was chosen or typed, where the focus is.
function besidesHtml() {
  const media = ['prefers-color-scheme: dark', 'prefers-contrast: more', 'forced-colors: active',
    'prefers-reduced-motion: reduce', 'pointer: coarse']
  const fields = [...document.querySelectorAll('input, textarea, select')]
  return JSON.stringify([
    [...document.styleSheets].map((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText)),
    media.map((query) => matchMedia(`(${query})`).matches),
    [innerWidth, innerHeight, devicePixelRatio, scrollX, scrollY],
    fields.map(({ checked, disabled, value }) => [checked, disabled, value === '']),
    [...document.querySelectorAll('*')].indexOf(document.activeElement),
  ])
}

// To be run in a page: what its fields show.
function typedIn() {
  return [...document.querySelectorAll('input:not([type=hidden]), textarea, select')]
    .map(({ value }) => value).join('\n')
}

// The page's names for unlessClean: "exact" as it stands, but for the tokens in it that are not
// shown; "sure" for checkers that do not measure words.
async function whatIsSeen(page) {
  const [html, besides, typed] = await page.evaluate(`[document.documentElement.outerHTML,
    (${besidesHtml})(), (${typedIn})()]`)
  const how = [besides, String(page.seen.javaScript), page.context().browser().version()]
  return { sure: keyOf('axe', withoutChance(html), ...how),
    exact: keyOf('fit', withoutTokens(html), typed, ...how) }
}

/** Checks the page as it stands now, all but its HTML, which waits for assertValidHtml. */
export async function checkPage(page, name) {
  if (isSecondEngine) return
  sent.set(sent.has(name) ? `${name} (${sent.size})` : name, await page.seen.document.text())
  const { sure, exact } = await whatIsSeen(page)
  const findings = [
    ...await unlessClean(sure, () => axeFindings(page)),
    ...await unlessClean(exact, () => fitFindings(page)),
    ...page.seen.errors.splice(0)]
  assert.equal(findings.join('\n'), '', `${name}: ${page.url()}`)
}

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    'require-sri': ['error', { target: 'crossorigin' }], // our own files need no checksum
    // GOV.UK's own markup: what must be heard first (a banner, an error summary) has a heading and
    // stands before the h1; a link that starts something looks and is named like a button.
    'heading-level': ['error', { minInitialRank: 'any' }],
    'prefer-native-element': ['error', { exclude: ['button', 'region'] }],
    'no-redundant-role': 'off', // a date's fieldset says "group", else JAWS leaves out its hint
  },
})

async function byHtmlValidate(name, html) {
  const { results } = await validator.validateString(html)
  return results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) =>
    `html-validate ${ruleId}: ${name}:${line}: ${message}`))
}

async function byNu(name, html, checker) {
  const said = await checkByNu(checker, html)
  return said.filter(({ message }) =>
    !message.startsWith('The “group” role is unnecessary for element “fieldset”'))
    .map(({ lastLine, type, message }) => `nu ${type}: ${name}:${lastLine}: ${message}`)
}

/** What html-validate and the Nu checker say of pages { name: html }, one string a finding. */
export async function htmlFindings(pages) {
  const findings = []
  let own
  try {
    for (const [name, html] of pages)
      findings.push(...await unlessClean(keyOf('html', withoutChance(html)),
        async () => [...await byHtmlValidate(name, html),
          ...await byNu(name, html, process.env.NU_CHECKER ?? (own ??= await startNu()).url)]))
  } finally {
    await own?.stop()
  }
  return findings
}

/** The last test of each file: every page that checkPage saw is valid HTML. */
export async function assertValidHtml() {
  if (isSecondEngine) return
  assert.ok(sent.size > 0, 'no page was checked')
  assert.equal((await htmlFindings(sent)).join('\n'), '')
}

/** Bytes over the wire for a person's first page there: { all, fonts, parts }. */
export async function weighFirstPage(home, path) {
  const page = await asPerson(home)
  const session = await page.context().newCDPSession(page)
  const types = new Map()
  const parts = []
  await session.send('Network.enable')
  session.on('Network.responseReceived', ({ requestId, type, response }) =>
    types.set(requestId, { type, url: response.url }))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    parts.push({ ...types.get(requestId), bytes: encodedDataLength }))
  await page.goto(path, { waitUntil: 'networkidle' })
  // The headless browser has no tab, and so does not ask for the picture on it: this does.
  await page.evaluate(() => new Promise((resolve) => {
    const picture = new Image()
    picture.onload = picture.onerror = resolve
    picture.src = document.querySelector('link[rel=icon]')?.href ?? '/favicon.ico'
  }))
  await page.context().close()
  const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0)
  return { all: sum(parts), fonts: sum(parts.filter(({ type }) => type === 'Font')), parts }
}

/** A first page is at most 30 KB, with its fonts 60 KB. */
export async function assertLight(home, path) {
  const { all, fonts, parts } = await weighFirstPage(home, path)
  const list = parts.map(({ bytes, url }) => `${bytes} ${url}`).join('\n')
  assert.ok(all - fonts <= FIRST_PAGE_MOST, `${all - fonts} bytes without fonts:\n${list}`)
  assert.ok(all <= FIRST_PAGE_WITH_FONTS_MOST, `${all} bytes:\n${list}`)
}
