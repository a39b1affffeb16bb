// SPDX-License-Identifier: AGPL-3.0-or-later
// What people, and people who mean harm, upload: through the whole program, over HTTP. Each gets a
// clear answer, the site goes on answering others, and it grows no larger than it may.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { crc32, deflateRawSync } from 'node:zlib'
import { startServer } from '../browser/server.mjs'
import { Client, plainText, setUp } from './client.mjs'

const MB = 1024 * 1024
const MEMORY_MB = 400 // the server itself; what reads a file is another process with its own limit
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

let server
let organiser

before(async () => {
  server = await startServer()
  organiser = await setUp(server)
})

const upload = async (bytes, file, type = 'application/octet-stream', path = '/papers/new') =>
  organiser.postFiles(path, { ...await organiser.hiddenOf(path), title: 'A title', source: '' },
    { file: { bytes, file, type } })

// A zip archive of files by name. `claims`: the length that each says it has.
function zip(files, claims = {}) {
  const parts = []
  const listing = []
  let at = 0
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content, { level: 9 })
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(crc32(content), 14)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(claims[name] ?? content.length, 22)
    head.writeUInt16LE(name.length, 26)
    const row = Buffer.alloc(46)
    row.writeUInt32LE(0x02014b50, 0)
    row.writeUInt16LE(20, 4)
    head.copy(row, 6, 4, 30)
    row.writeUInt32LE(at, 42)
    parts.push(head, Buffer.from(name), packed)
    listing.push(row, Buffer.from(name))
    at += 30 + name.length + packed.length
  }
  const size = listing.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(listing.length / 2, 8)
  end.writeUInt16LE(listing.length / 2, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...listing, end])
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const XML = '<?xml version="1.0" encoding="UTF-8"?>'
const TYPES = `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="${DOCX}.main+xml"/></Types>`
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = (rows) => `${XML}<Relationships xmlns="${RELATIONS}">${rows}</Relationships>`

/** A Word file with this document inside, and more parts. */
const word = (document, more = {}, claims = {}) => zip(Object.fromEntries(Object.entries({
  '[Content_Types].xml': TYPES,
  '_rels/.rels': relations(
    `<Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/>`),
  'word/document.xml': document,
  ...more,
}).map(([name, content]) => [name, Buffer.from(content)])), claims)

const paragraphs = (body) => `${XML}<w:document ${W}><w:body>${body}</w:body></w:document>`
const line = (words) => `<w:p><w:r><w:t>${words}</w:t></w:r></w:p>`

/** The paper's page once the file was read, with or without success. */
async function afterReading(answer) {
  assert.equal(answer.status, 303, answer.page)
  for (let tries = 0; tries < 200; tries++) {
    const page = await organiser.read(answer.location)
    if (!page.includes('We are reading your file')) return plainText(page)
    await sleep(200)
  }
  assert.fail('the file was never read')
}

// Others go on meanwhile, and the server has not swallowed it.
async function assertWell() {
  const began = performance.now()
  await new Client(server.url).read('/sign-in')
  assert.ok(performance.now() - began < 2000, 'others wait')
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
  const peak = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)[1]) / 1024
  assert.ok(peak < MEMORY_MB, `the server took ${Math.round(peak)} MB`)
}

test('100 MB are too big, and the answer arrives', async () => {
  const { port } = new URL(server.url)
  const socket = connect(Number(port), '127.0.0.1')
  const heard = []
  let isOver = false
  socket.on('data', (bytes) => heard.push(bytes))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.on('error', () => { isOver = true }) // it need not take all of it
  socket.on('end', () => { isOver = true })
  socket.write(`POST /papers/new HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${100 * MB}\r\n` +
    'Content-Type: multipart/form-data; boundary=B\r\n\r\n')
  const piece = Buffer.alloc(MB, 'x')
  for (let sent = 0; sent < 100 && !isOver; sent++)
    if (!socket.write(piece)) await Promise.race([closed,
      new Promise((resolve) => socket.once('drain', resolve))])
  socket.end()
  await closed
  const answer = Buffer.concat(heard).toString()
  assert.match(answer, /^HTTP\/1\.1 413 /)
  assert.match(answer, /That is too big/)
  await assertWell()
})

test('a paper of 1 MB is taken, shown and read as text', async () => {
  const words = 'The roof of the hall lets the rain in, and we want it mended before the winter. '
  const source = `# The roof\n\n${`${words.repeat(8)}\n\n`.repeat(1600)}`.slice(0, MB - 1)
  for (const answer of [
    await organiser.fillIn('/papers/new', { title: 'Pasted', source }),
    await upload(Buffer.from(source), 'roof.md', 'text/markdown'),
  ]) {
    const page = await afterReading(answer)
    assert.ok(page.length > 0.95 * MB, `${page.length} letters`)
    const text = await organiser.read(`${answer.location}/as/text`)
    assert.ok(text.replace(/\s+/g, ' ').split('before the winter').length > 12000)
  }
  const longer = await organiser.fillIn('/papers/new',
    { title: 'Longer', source: `${source}${source}` })
  assert.equal(longer.status, 422)
  assert.match(longer.page, /to 1048640 letters or fewer/)
  assert.ok(longer.page.length > 2 * source.length, 'what was typed comes back')
  await assertWell()
})

test('a Word file with a broken picture is read all the same', async () => {
  const picture = '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/' +
    'drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/' +
    'drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/' +
    `drawingml/2006/picture"><pic:blipFill><a:blip xmlns:r="${OFFICE}" r:embed="r9"/>` +
    '</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
  const page = await afterReading(await upload(word(
    paragraphs(line('Before the picture.') + picture + line('After it.')), {
      'word/media/image1.png': '\x89PNG\r\n\x1a\nbroken',
      'word/_rels/document.xml.rels': relations(
        `<Relationship Id="r9" Type="${OFFICE}/image" Target="media/image1.png"/>`),
    }), 'picture.docx', DOCX))
  assert.match(page, /Before the picture\./)
  assert.match(page, /After it\./)
})

test('a broken picture, a PDF and a bare zip are not papers, kindly', async () => {
  for (const [bytes, file] of [
    [Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR broken', 'latin1'), 'photo.png'],
    [Buffer.from('%PDF-1.7 broken'), 'plan.pdf'],
    [zip({ 'readme.txt': Buffer.from('hello') }), 'files.zip'],
    [Buffer.alloc(1000), 'nothing.docx'],
  ]) {
    const answer = await upload(bytes, file)
    assert.equal(answer.status, 422, file)
    assert.match(answer.page, /There is a problem|Please look at this again/, file)
    assert.match(answer.page, /value="A title"/, file) // what was typed stays
  }
})

const hostile = {
  'no XML': word('this is not XML'),
  'a file that is asked for': word(`${XML}<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>` +
    `<w:document ${W}><w:body>${line('&e;')}</w:body></w:document>`),
  'entities that grow': word(`${XML}<!DOCTYPE d [<!ENTITY a "${'ha'.repeat(500)}">${
    Array.from({ length: 9 }, (_, i) => `<!ENTITY ${String.fromCharCode(98 + i)} "${
      `&${String.fromCharCode(97 + i)};`.repeat(10)}">`).join('')}]>` +
    `<w:document ${W}><w:body>${line('&j;')}</w:body></w:document>`),
  'a name that leads out': word('no XML', { '../../../../tmp/commontable-was-here': 'x' }),
  'one cut short': word(paragraphs(line('Words.'))).subarray(0, -120),
  '100,000 levels': word(paragraphs(`${'<w:p>'.repeat(100_000)}${'</w:p>'.repeat(100_000)}`)),
}
for (const [what, bytes] of Object.entries(hostile))
  test(`a hostile Word file: ${what}`, async () => {
    const page = await afterReading(await upload(bytes, 'x.docx', DOCX))
    assert.doesNotMatch(page, /root:|hahaha/)
    assert.match(page, /We could not read this Word file|There are no words|took too long/)
    await assertWell()
  })

test('a zip bomb does no harm', async () => {
  // 200 MB of white space in a Word file of a fifth of a megabyte, and one that says it is small.
  const spaces = paragraphs(' '.repeat(200 * MB))
  for (const claims of [{}, { 'word/document.xml': 100 }]) {
    const bomb = word(spaces, {}, claims)
    assert.ok(bomb.length < MB)
    const answer = await upload(bomb, 'bomb.docx', DOCX)
    await assertWell() // while it is being read, too
    assert.match(await afterReading(answer), /We could not read this Word file|took too long/)
    await assertWell()
  }
})

test('a sending that waits for an Easy Read leads to where it is written (R66)', async () => {
  await organiser.fillIn('/people/new',
    { name: 'Flo', reach: 'post', contact: '4 Ferry Lane', formats: 'easy-read' })
  const { location } = await organiser.fillIn('/papers/new', { source: '# Roof\n\nMend it.' })
  const flo = /<input[^>]*name="members"[^>]*value="([^"]+)"[^>]*>\s*<label[^>]*>\s*Flo/
    .exec(await organiser.read(`${location}/send`))
  assert.ok(flo, 'Flo can be chosen')
  const sent = await organiser.fillIn(`${location}/send`, { to: 'some', members: flo[1] })
  assert.equal(sent.status, 303)
  const page = await organiser.read(sent.location)
  assert.match(page, /Nobody has written the Easy Read yet/)
  assert.match(page, new RegExp(`href="${location}/easy/change"[^>]*>\\s*Write the Easy Read`))
  assert.doesNotMatch(page, /Try again/)
})

// 2,000 lines are some 100 KB: more than forms may send that were not made for it.
test('a list of 2,000 people, 250 of them left out, is taken; a longer one says the limit',
  async () => {
    const lines = (count) => Array.from({ length: count }, (_, i) =>
      `Person ${i} Ünal,person.${i}@place.example,${i % 8 ? 'large print 24' : 'smoke signals'}`)
    const list = async (count) => organiser.postFiles('/people/list',
      { ...await organiser.hiddenOf('/people/list'), lines: '' },
      { file: { bytes: Buffer.from(lines(count).join('\r\n')), file: 'people.csv',
        type: 'text/csv' } })
    const looked = await list(2000)
    assert.equal(looked.status, 200)
    assert.match(looked.page, /1750 people can be added/)
    const left = [...looked.page.matchAll(/name="leave_out"[^>]* value="(\d+)"/g)]
      .map(([, line]) => ['leave_out', line])
    assert.equal(left.length, 250)
    const added = await organiser.post('/people/list/add', [
      ...Object.entries(await organiser.hiddenOf('/people/list')),
      ['lines', lines(2000).join('\r\n')], ...left])
    assert.equal(added.status, 303, plainText(added.page.replace(/<[^>]+>/g, ' ')))

    const longer = await list(5000)
    assert.equal(longer.status, 422)
    assert.match(longer.page, /2000/)
  })
