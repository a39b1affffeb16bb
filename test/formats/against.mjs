// SPDX-License-Identifier: AGPL-3.0-or-later
// Holds formats made on one kind of machine against those made on another (doc/arm64.md): what
// is not the same byte for byte must at least read the same.
// usage: script/node test/formats/against.mjs ONE-FOLDER OTHER-FOLDER; status 1: something differs
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { command } from '../run/command.mjs'
import { mp3Chapters, pdfReport } from '../browser/reading.mjs'

const LENGTH_SPREAD = 0.005 // of a recording; chapters begin as near to where they began
const [one, other] = process.argv.slice(2)

async function tagsOf(file) {
  const { isGood, stdout, output } = await command(['pdfinfo', '-struct-text', file])
  assert.ok(isGood, output)
  return stdout
}

async function pagesOf(file) {
  const { stdout } = await command(['pdfinfo', file])
  return /^Pages:\s+(\d+)$/m.exec(stdout)[1]
}

async function comparePdfs(name, bytes, others) {
  assert.deepEqual(await pdfReport(bytes), await pdfReport(others))
  const files = [join(one, name), join(other, name)]
  const [pages, otherPages] = await Promise.all(files.map(pagesOf))
  const [tags, otherTags] = await Promise.all(files.map(tagsOf))
  assert.equal(pages, otherPages)
  assert.equal(tags, otherTags)
  return `the same text, tags, ${(await pdfReport(bytes)).bodyPoints} points and ${pages} pages`
}

function compareSound(name, bytes, others) {
  const [ours, theirs] = [bytes, others].map(mp3Chapters)
  assert.equal(ours.chapters.length, theirs.chapters.length)
  const most = ours.length * LENGTH_SPREAD
  let widest = Math.abs(ours.length - theirs.length)
  ours.chapters.forEach(({ start, end }, i) => {
    widest = Math.max(widest, Math.abs(start - theirs.chapters[i].start),
      Math.abs(end - theirs.chapters[i].end))
  })
  assert.ok(widest <= most, `${widest} ms apart`)
  return `${ours.chapters.length} chapters in ${ours.length} and ${theirs.length} ms, at most`
    + ` ${widest} ms apart`
}

const ways = { 'pdf': comparePdfs, 'large-print': comparePdfs, 'easy-read': comparePdfs,
  'mp3': compareSound, 'audio': compareSound }
let differing = 0

for (const name of readdirSync(one).filter((file) => file.startsWith('guide.')).sort()) {
  const [bytes, others] = [one, other].map((folder) => readFileSync(join(folder, name)))
  const way = ways[name.split('.').at(-1)]
  try {
    console.log(`${name}: ${bytes.equals(others) ? `the same ${bytes.length} bytes`
      : `${bytes.length} and ${others.length} bytes, ${
        way ? await way(name, bytes, others) : assert.fail('other bytes')}`}`)
  } catch (error) {
    differing++
    console.log(`${name}: DIFFERS, ${error.message}`)
  }
}
process.exitCode = differing ? 1 : 0
