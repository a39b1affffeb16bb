// SPDX-License-Identifier: AGPL-3.0-or-later
// Every component on one page, in each theme: contrast of AAA, nothing else amiss either (WCAG 2.2,
// 1.4.6). The page comes from build/src/ui/specimen; a tiny server here gives it its style.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { asPerson, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { command } from '../run/command.mjs'

const THEMES = ['light', 'dark', 'yellow', 'cream']
const FONTS = 'node_modules/@fontsource/atkinson-hyperlegible-next/files'
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
const FONT = readFileSync(`${FONTS}/atkinson-hyperlegible-next-latin-400-normal.woff2`)

let server
let home

async function answer(request, response) {
  const [, theme, refused] = request.url.split('/')
  if (request.url === '/static/app.css') {
    const style = readFileSync('build/assets/app.css', 'utf8')
    response.writeHead(200, { 'content-type': 'text/css' })
    response.end(style.replace(/asset:fonts\/\w+\.woff2/g, '/static/font.woff2'))
  } else if (request.url === '/static/font.woff2') {
    response.writeHead(200, { 'content-type': 'font/woff2' }).end(FONT)
  } else if (request.url.startsWith('/static/')) {
    response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(PICTURE)
  } else {
    const words = ['build/src/ui/specimen', theme, 'en-GB', ...(refused ? ['refused'] : [])]
    const { stdout } = await command(words, { timeout: 10_000 })
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(stdout)
  }
}

before(async () => {
  server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  home = `http://127.0.0.1:${server.address().port}`
})
after(() => server.close())

for (const theme of THEMES) {
  test(`every component in ${theme}`, async () => {
    const person = await asPerson(home)
    await person.goto(`/${theme}`)
    assert.equal(await person.locator('html').getAttribute('data-theme'), theme)
    await lookAt(person, `specimen-${theme}`)
    await checkPage(person, theme)
  })

  test(`a refused form in ${theme}`, async () => {
    const person = await asPerson(home)
    await person.goto(`/${theme}/refused`)
    await checkPage(person, `${theme}, refused`)
  })
}

// In forced colours grounds and shadows are gone: only borders and outlines still tell.
function edgeless() {
  const hasLine = (style, side) => style[`${side}Style`] !== 'none' &&
    parseFloat(style[`${side}Width`]) > 0
  const name = (element) => `<${element.localName} class="${element.getAttribute('class') ?? ''}">`
  const findings = []
  for (const element of document.querySelectorAll(`.govuk-button, .govuk-input, .govuk-textarea,
    .govuk-select, .govuk-file-upload, .govuk-tag, .govuk-panel, .govuk-notification-banner,
    .govuk-error-summary, .ct-card, .ct-day, .ct-facts li, .ct-example`))
    if (!hasLine(getComputedStyle(element), 'borderTop'))
      findings.push(`no border: ${name(element)}`)
  for (const element of document.querySelectorAll(
    '.govuk-checkboxes__label, .govuk-radios__label'))
    if (!hasLine(getComputedStyle(element, '::before'), 'borderTop'))
      findings.push(`no box: ${name(element)}`)
  for (const element of document.querySelectorAll('.ct-foot, .ct-hello, .govuk-generic-header'))
    if (!['borderTop', 'borderBottom'].some((side) => hasLine(getComputedStyle(element), side)))
      findings.push(`no line: ${name(element)}`)
  for (const element of document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')) {
    if (!element.checkVisibility()) continue
    element.focus({ focusVisible: true })
    if (element !== document.activeElement) continue // switched off
    const label = element.labels?.[0]
    const isSeen = hasLine(getComputedStyle(element), 'outline') ||
      (label && hasLine(getComputedStyle(label, '::before'), 'outline'))
    if (!isSeen) findings.push(`no focus: ${name(element)}`)
  }
  return findings
}

test('in forced colours everything keeps its edge, and the focus is seen', async () => {
  for (const path of ['/light', '/light/refused']) {
    const person = await asPerson(home, { forcedColors: 'active' })
    await person.goto(path)
    await lookAt(person, `specimen-forced${path.replaceAll('/', '-')}`)
    assert.equal((await person.evaluate(edgeless)).join('\n'), '', path)
  }
})

test('all of it is valid HTML', assertValidHtml)
