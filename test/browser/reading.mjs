// SPDX-License-Identifier: AGPL-3.0-or-later
// Reads made formats back with other programs than those that made them: poppler for PDFs,
// liblouis' own tool for braille, and a reader of ID3 tags (id3.org, "ID3v2 Chapter Frame
// Addendum") for sound.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from '../run/command.mjs'

async function withFile(bytes, name, use) {
  const folder = mkdtempSync(join(tmpdir(), 'commontable-reading-'))
  const file = join(folder, name)
  writeFileSync(file, bytes)
  try {
    return await use(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function say(words, input) {
  const done = await command(words, { timeout: 60_000, input })
  assert.ok(done.isGood, done.output)
  return done.stdout
}

/** { bodyPoints, title, isTagged, headings, text }: the point size is that of most letters. */
export function pdfReport(bytes) {
  return withFile(bytes, 'paper.pdf', async (file) => {
    const info = await say(['pdfinfo', file])
    const structure = await say(['pdfinfo', '-struct', file])
    const fonts = await say(['pdftohtml', '-xml', '-i', '-stdout', '-fontfullname', file])
    const sizes = new Map()
    const spec = new Map([...fonts.matchAll(/<fontspec id="(\d+)" size="(\d+)"/g)]
      .map(([, id, size]) => [id, Number(size)]))
    for (const [, font, text] of fonts.matchAll(/<text [^>]*font="(\d+)"[^>]*>(.*?)<\/text>/g))
      sizes.set(spec.get(font), (sizes.get(spec.get(font)) ?? 0) + text.length)
    const [[inPixels]] = [...sizes].sort((one, other) => other[1] - one[1])
    return {
      bodyPoints: Math.round(inPixels / 1.5), // pdftohtml -xml draws at 108 dots an inch
      title: /^Title:\s+(.*)$/m.exec(info)?.[1],
      isTagged: /^Tagged:\s+yes$/m.test(info),
      headings: (structure.match(/^\s*H[1-6]\b/gm) ?? []).length,
      text: await say(['pdftotext', '-layout', file, '-']),
    }
  })
}

/** The words that liblouis reads in a BRF of UEB. */
export async function brailleWords(bytes, grade) {
  const lines = bytes.toString('latin1').replace(/[\f\r]/g, '').toLowerCase()
  const text = await say(['lou_translate', '--backward', `en-ueb-g${grade}.ctb`], lines)
  return new Set(text.toLowerCase().match(/[a-z]+/g))
}

const syncSafe = (bytes, at) =>
  bytes.subarray(at, at + 4).reduce((sum, byte) => sum * 128 + byte, 0)

/** { chapters: [{ start, end }] in the file's order, length }: milliseconds. */
export function mp3Chapters(bytes) {
  assert.equal(bytes.toString('latin1', 0, 3), 'ID3')
  const isVersion4 = bytes[3] === 4
  const end = 10 + syncSafe(bytes, 6)
  const chapters = []
  let length = 0
  for (let at = 10; at + 10 < end && bytes[at] !== 0;) {
    const id = bytes.toString('latin1', at, at + 4)
    const size = isVersion4 ? syncSafe(bytes, at + 4) : bytes.readUInt32BE(at + 4)
    const body = bytes.subarray(at + 10, at + 10 + size)
    if (id === 'CHAP') {
      const times = body.indexOf(0) + 1
      chapters.push({ start: body.readUInt32BE(times), end: body.readUInt32BE(times + 4) })
    }
    if (id === 'TLEN') length = Number(body.toString('latin1', 1).replace(/\0/g, ''))
    at += 10 + size
  }
  return { chapters, length: length || chapters.at(-1)?.end || 0 }
}
