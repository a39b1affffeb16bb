// SPDX-License-Identifier: AGPL-3.0-or-later
// The job of test/browser/job.test.mjs by plain requests: a place is set up, six people with
// different needs come in, a paper goes out, each fetches theirs. For machines without a browser
// (doc/arm64.md); what is fetched is kept for whoever holds it against another machine's.
// usage: SENT=FOLDER GUIDE=FILE script/node --test test/formats/sent.mjs
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { mp3Chapters } from '../browser/reading.mjs'
import { startServer } from '../browser/server.mjs'
import { Client, fieldValue, plainText, setUp } from '../faults/client.mjs'

const { GUIDE, SENT } = process.env
const program = join(process.env.BUILD ?? 'build', 'commontable')
const READY_MS = 20 * 60_000 // an emulated machine takes its time
// Who needs what, where theirs lies below the paper's path, and the file that it is kept as: those
// named "guide" are the same wherever they are made; a page holds signs of its place.
const people = [
  ['Amina Hale', { formats: 'large-print', points: 24 }, 'large-print?points=24', 'guide.pdf'],
  ['Sam Brook', { formats: 'audio' }, 'audio', 'guide.mp3'],
  ['Dafydd Moor', { formats: 'braille', grade: 1 }, 'braille?grade=1', 'guide.brf'],
  ['Priya Lane', { formats: 'easy-read' }, 'easy-read', 'guide.easy.pdf'],
  ['Wren Ashdown', { formats: 'text' }, 'text', 'guide.txt'],
  ['Ann Mill', { formats: 'html' }, '', 'page.html'],
].map(([name, wants, where, file]) => ({ name, wants, where, file }))
const ROWS = `# About working together

![Two people](people)
People who use services and workers are equal.

![A speech bubble](talk)
We talk together.
We decide together.`

const source = readFileSync(GUIDE, 'utf8')
const headings = source.match(/^#{1,6} .+$/gm).length
let server
let organiser
let paper

before(async () => {
  mkdirSync(SENT, { recursive: true })
  server = await startServer()
  organiser = await setUp(server)
})

test('six people are added and a paper is written', async () => {
  for (const person of people) {
    const { status, location, page } = await organiser.fillIn('/people/new',
      { name: person.name, reach: 'in-person', contact: '', ...person.wants })
    assert.equal(status, 303, page)
    person.member = location.split('/').pop()
  }
  const written = await organiser.fillIn('/papers/new', { source })
  assert.equal(written.status, 303, written.page)
  paper = written.location
  const text = `${paper}/easy/text`
  const rows = await organiser.fillIn(text,
    { _mark: fieldValue(await organiser.read(text), '_mark'), rows: ROWS })
  assert.equal(rows.status, 303, rows.page)
})

test('every format gets ready, and the paper goes out to all at once', async () => {
  const { location } = await organiser.fillIn(`${paper}/send`, { to: 'all' })
  const until = Date.now() + READY_MS
  let page
  for (;;) {
    page = await organiser.read(location)
    if (page.includes('/release"')) break
    assert.ok(Date.now() < until && !page.includes('Not ready'), plainText(page))
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  const out = await organiser.fillIn(location, {}, /action="([^"]*\/release)"/.exec(page)[1])
  assert.equal(out.status, 303, out.page)
})

// What each gets, after they came in by a link of their own.
async function fetchTheirs({ name, member, where, file }) {
  const link = execFileSync(program, ['link', '--data', server.data, '--member', member],
    { encoding: 'utf8', env: { ...process.env, ...server.place.environment } })
  const client = new Client(server.url)
  await client.come(link.trim())
  const path = where ? `${paper}/as/${where}` : paper
  const answer = await fetch(new URL(path, server.url), { headers: { Cookie: client.cookies() } })
  const bytes = Buffer.from(await answer.arrayBuffer())
  assert.equal(answer.status, 200, `${name}: ${bytes.subarray(0, 2000)}`)
  writeFileSync(join(SENT, file), bytes)
  return { bytes, type: answer.headers.get('Content-Type') }
}

test('each fetches theirs', async () => {
  const [print, sound, braille, easy, text, page] = await Promise.all(people.map(fetchTheirs))
  for (const { bytes, type } of [print, easy]) {
    assert.equal(type, 'application/pdf')
    assert.match(bytes.toString('latin1'), /^%PDF-1\.\d[^]*%%EOF\s*$/)
  }
  assert.equal(sound.type, 'audio/mpeg')
  assert.equal(mp3Chapters(sound.bytes).chapters.length, headings)
  const pages = braille.bytes.toString('latin1').split('\f').filter((one) => one.trim())
  assert.ok(pages.length >= 25)
  for (const lines of pages.map((one) => one.replace(/\r?\n$/, '').split(/\r?\n/))) {
    assert.ok(lines.length <= 25)
    for (const line of lines) assert.ok(line.length <= 40, line)
  }
  assert.match(text.type, /^text\/plain/)
  assert.match(text.bytes.toString('utf8'), /coproduction/i)
  assert.match(page.bytes.toString('utf8'), /<h1[^>]*>[^<]*Coproduction/)
})
