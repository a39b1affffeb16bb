// SPDX-License-Identifier: AGPL-3.0-or-later
// Proves the browser tests' own tools on two small sites: a good page passes, and each planted
// fault is found.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { asPerson, expectErrors, lookAt } from './browser.mjs'
import { assertLight, assertValidHtml, axeFindings, checkPage, fitFindings, htmlFindings,
  weighFirstPage } from './check_page.mjs'
import { keyOf, unlessClean, withoutChance, withoutTokens } from './clean.mjs'
import { byKeyboard } from './keyboard.mjs'

const page = (main, head = '') => `<!DOCTYPE html>
<html lang="en-GB">
<head>
  <meta charset="utf-8">
  <title>A good page</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="/style.css">${head}
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`
const form = `<h1>Who comes?</h1>
<form method="post" action="/thanks">
  <p><label for="name">Your name</label> <input id="name" name="name" autocomplete="name"></p>
  <fieldset>
    <legend>How?</legend>
    <p><input type="radio" id="a" name="how" value="a"> <label for="a">By bus</label></p>
    <p><input type="radio" id="b" name="how" value="b"> <label for="b">On foot</label></p>
  </fieldset>
  <p><input type="checkbox" id="c" name="tea" value="1"> <label for="c">With tea</label></p>
  <p><button type="submit">Send</button></p>
</form>`
const STYLE = `body { font: 1rem/1.5 sans-serif; color: #111; background: #fff; }
input, button { min-width: 44px; min-height: 44px; max-width: 100%; font: inherit; color: #111; }
a:focus, input:focus, button:focus { outline: 3px solid #111; }
h1 { overflow-wrap: anywhere; }
.hidden:focus { outline: none; }`

const FAULTS = {
  '/no-label': ['axe', page('<h1>x</h1><form><input name="x"></form>'), /label/],
  '/pale': ['axe', page('<h1>x</h1><p class="pale">Pale words</p>',
    '<link rel="stylesheet" href="/pale.css">'), /color-contrast-enhanced/],
  '/unsure': ['axe', page('<h1>x</h1><p class="on-picture">Words on a picture</p>',
    '<link rel="stylesheet" href="/pale.css">'), /unsure/],
  '/no-heading': ['axe', page('<p>Words</p>'), /page-has-heading-one/],
  '/small': ['axe', page('<h1>x</h1><p><a class="small" href="/1">1</a>' +
    '<a class="small" href="/2">2</a></p>', '<link rel="stylesheet" href="/pale.css">'),
  /target-size/],
  '/wide': ['scroll', page('<h1>x</h1><pre>' + 'x'.repeat(300) + '</pre>'), /at 320 px.*<pre/s],
  '/wide-letters': ['scroll', page('<h1>x</h1><p class="box">wide</p>',
    '<link rel="stylesheet" href="/pale.css">'), /letters 400%/],
  '/other-host': ['errors', page('<h1>x</h1><p><img src="http://localhost:1/x.png" alt=""></p>'),
    /another host/],
  '/inline': ['errors', page('<h1 style="color: red">x</h1>'), /Content Security Policy/],
}
const BAD_HTML = new Map([
  ['duplicate id', [page('<h1 id="x">x</h1><p id="x">y</p>'), /html-validate no-dup-id/]],
  ['bad nesting', [page('<h1>x</h1><p><ul><li>y</li></ul></p>'), /nu error/]],
  ['dead label', [page('<h1>x</h1><p><label for="nothing">y</label></p>'), /nu error/]],
])
const PALE = `.pale { color: #737373; } .small { font-size: 8px; }
.on-picture { background: linear-gradient(90deg, #fff, #000); color: #777; }
.box { width: 30rem; }`

// What becomes of a page that was clean: its HTML, its style sheet, and what must be found then.
const BROKEN = {
  'paler words': [form, STYLE.replace('color: #111', 'color: #777'), /color-contrast-enhanced/],
  'a label lost': [form.replace('<label for="name">Your name</label>', 'Your name'), STYLE,
    /axe found label/],
  'an order of its own': [form.replace('<input id="name"', '<input tabindex="2" id="name"'), STYLE,
    /axe found tabindex/],
  'a wide word': [form.replace('Who comes?', 'Who').replace('With tea', 'x'.repeat(300)), STYLE,
    /sideways scroll/],
  'an id twice': [form.replace('<fieldset>', '<fieldset id="name">'), STYLE,
    /html-validate no-dup-id/],
  'a list in a paragraph': [form.replace('Send', '<ul><li>Send</li></ul>'), STYLE, /nu error/],
}
const changing = { html: page(form), style: STYLE }

let server
let home

before(async () => {
  const bodies = { '/': page(form), '/thanks': page('<h1>Thanks</h1>'), '/style.css': STYLE,
    '/favicon.ico': '',
    '/pale.css': PALE, '/heavy': page('<h1>x</h1><p>' + 'heavy '.repeat(6000) + '</p>'),
    '/without': page('<h1>x</h1><p class="pale">Pale</p><noscript><p>No scripts</p></noscript>',
      '<link rel="stylesheet" href="/pale.css">'),
    '/unseen': page('<h1>x</h1><p><a class="hidden" href="/">Where am I</a></p>') }
  for (const [path, [, html]] of Object.entries(FAULTS)) bodies[path] = html
  server = createServer((request, response) => {
    const body = { ...bodies, '/changing': changing.html, '/changing.css': changing.style }[
      request.url]
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': request.url.endsWith('.css') ? 'text/css' : 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src *; form-action 'self'",
    })
    response.end(body ?? page('<h1>Not here</h1>'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  home = `http://127.0.0.1:${server.address().port}`
})
after(() => server.close())

for (const javaScript of [true, false]) {
  test(`a good page passes, JavaScript ${javaScript ? 'on' : 'off'}`, async () => {
    const person = await asPerson(home, { javaScript })
    await person.goto('/')
    await lookAt(person, 'harness')
    await checkPage(person, 'good')
  })
}

test('a form is sent by keyboard alone', async () => {
  const person = await asPerson(home, { javaScript: false })
  await person.goto('/')
  const hands = byKeyboard(person)
  await hands.fill('Your name', 'Amina')
  await hands.choose('On foot')
  await hands.choose('With tea')
  const [request] = await Promise.all([person.waitForRequest('**/thanks'), hands.press('Send')])
  assert.equal(request.postData(), 'name=Amina&how=b&tea=1')
  assert.equal(await person.locator('h1').textContent(), 'Thanks')
})

test('what the keyboard cannot reach, or where the focus is not seen, is a failure', async () => {
  const person = await asPerson(home)
  await person.goto('/')
  await assert.rejects(byKeyboard(person).goTo('Nothing here'), /by keyboard; stops: Your name/)
  await person.goto('/unseen')
  await assert.rejects(byKeyboard(person).goTo('Where am I'), /cannot be seen/)
})

for (const [path, [kind, , expected]] of Object.entries(FAULTS)) {
  test(`the fault of ${path} is found`, async () => {
    const person = await asPerson(home)
    await person.goto(path)
    const findings = { axe: axeFindings, scroll: fitFindings, errors: ({ seen }) => seen.errors }
    assert.match((await findings[kind](person)).join('\n'), expected)
    await assert.rejects(checkPage(person, path))
  })
}

test('a browser without JavaScript is checked too, and has none afterwards', async () => {
  const person = await asPerson(home, { javaScript: false })
  for (let times = 0; times < 2; times++) {
    await person.goto('/without')
    assert.match(await person.locator('main').innerText(), /No scripts/)
    assert.match((await axeFindings(person)).join('\n'), /color-contrast-enhanced/)
  }
  await person.goto('/without')
  assert.match(await person.locator('main').innerText(), /No scripts/)
})

for (const [what, [html, style, expected]] of Object.entries(BROKEN)) {
  test(`a page that was clean is looked at again: ${what}`, async () => {
    const sheet = '<link rel="stylesheet" href="/changing.css">'
    Object.assign(changing, { html: page(form, sheet), style: STYLE })
    const person = await asPerson(home)
    await person.goto('/changing')
    await checkPage(person, 'changing')
    assert.deepEqual(await htmlFindings([['changing', changing.html]]), [])
    Object.assign(changing, { html: page(html, sheet), style })
    await person.goto('/changing')
    const said = await checkPage(person, `changing: ${what}`).then(() => '', String)
    const ofHtml = await htmlFindings([['changing', changing.html]])
    assert.match([said, ...ofHtml].join('\n'), expected)
  })
}

test('what was clean is not asked about again; a finding is never remembered', async () => {
  const answers = [['a fault'], ['a fault'], []]
  const key = keyOf(`${process.pid} ${Date.now()}`)
  const ask = () => unlessClean(key, async () => answers.shift())
  assert.deepEqual([await ask(), await ask(), await ask(), await ask()],
    [['a fault'], ['a fault'], [], []])
  assert.equal(answers.length, 0)
})

test('the day and a token do not make another page, all else does', () => {
  const token = (letter) => letter.repeat(43)
  const said = (day, letter, more = '') => `<p class="n1"${more}>On <b>${day}</b>, ${day}, there ` +
    `&#39;is&#39; one.</p><a href="/in/${token(letter)}">${token(letter)}</a>`
  const one = said('Monday 3 March', 'a')
  assert.equal(withoutChance(one), withoutChance(said('Friday 14 September', 'b')))
  assert.notEqual(withoutTokens(one), withoutTokens(said('Friday 14 September', 'a')))
  for (const other of [said('Monday 3 March', 'a', ' tabindex="2"'), one.replace('n1', 'n2'),
    one.replace('one', 'two'), one.replace('#39', '#0'),
    one.replace('3 March,', '4 March,'), // two days that were one
    one.replace(`/in/${token('a')}`, `/in/${token('b')}`)]) // two tokens that were one
    assert.notEqual(withoutChance(one), withoutChance(other), other)
})

test('a missing page is an error until it is expected', async () => {
  const person = await asPerson(home)
  await person.goto('/nowhere')
  assert.equal(await expectErrors(person, /404/), 1)
  assert.deepEqual(person.seen.errors, [])
})

test('bad HTML is found by one checker or the other', async () => {
  const pages = new Map([['good form', page(form)], ['good words', page('<h1>Thanks</h1>')]])
  for (const [name, [html]] of BAD_HTML) pages.set(name, html)
  const findings = await htmlFindings(pages)
  for (const [name, [, expected]] of BAD_HTML)
    assert.match(findings.filter((finding) => finding.includes(`: ${name}:`)).join('\n'), expected)
  assert.deepEqual(findings.filter((finding) => finding.includes(': good ')), [])
})

test('a light page passes, a heavy one does not', async () => {
  const { all, parts } = await weighFirstPage(home, '/')
  assert.equal(parts.length, 3) // the page, its style, the picture on the browser's tab
  assert.ok(all > page(form).length + STYLE.length)
  await assertLight(home, '/')
  await assert.rejects(assertLight(home, '/heavy'), /bytes without fonts/)
})

test('pages that were seen are valid', async () => {
  await assert.rejects(assertValidHtml(), /no-inline-style|duplicate|input|nu /)
})
