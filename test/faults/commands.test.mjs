// SPDX-License-Identifier: AGPL-3.0-or-later
// The command line used wrongly: each says what to do instead, and makes nothing.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

const program = join(process.env.BUILD ?? 'build', 'commontable')

let folder

before(() => { folder = mkdtempSync(join(tmpdir(), 'commontable-commands-')) })
after(() => rmSync(folder, { recursive: true, force: true }))

function run(...words) {
  // As on a machine without a language of its own.
  const env = { ...process.env, DATABASE: '', DATA: '', PORT: '', LANG: '', LC_ALL: 'C' }
  const { status, stdout, stderr } =
    spawnSync(program, words, { env, encoding: 'utf8', timeout: 60_000 })
  return { status, stdout, stderr }
}

function fails(said, ...words) {
  const { status, stdout, stderr } = run(...words)
  assert.ok(status === 1 || status === 2, `${words.join(' ')}: ${status}\n${stdout}${stderr}`)
  assert.match(stderr, said, words.join(' '))
}

test('a folder that is no place stays none, and nothing is well in it', () => {
  const nowhere = join(folder, 'nowhere')
  for (const words of [['verify'], ['backup', join(folder, 'copy')], ['link'], ['keys', 'status'],
    ['export', join(folder, 'archive')]])
    fails(/no place.*nowhere.*--data/s, ...words, '--data', nowhere)
  assert.deepEqual(readdirSync(folder), [])
})

test('a port is a number that a port can be', () => {
  const data = join(folder, 'data')
  for (const port of ['99999', '-1', '65536'])
    fails(/port.*0 to 65535/i, 'serve', '--data', data, `--port=${port}`)
  fails(/port.*0 to 65535/i, 'serve', '--data', data, '--metrics-port=70000')
  assert.deepEqual(readdirSync(folder), [])
})

test('a format says what it can be asked for', () => {
  const paper = join(folder, 'paper.md')
  writeFileSync(paper, '# Roof')
  fails(/16, 18, 20, 24 or 28/, 'format', '--to', 'large-print', '--points', '5', paper)
  fails(/16, 18, 20, 24 or 28/, 'format', '--to', 'easy-read', '--points', '40', paper)
  fails(/--grade is 1 or 2/, 'format', '--to', 'braille', '--grade', '3', paper)
})

test('a backup that is cut, damaged or of another key leaves room for the right one', () => {
  const data = join(folder, 'riverside')
  const backup = join(folder, 'backup')
  const restored = join(folder, 'restored')
  const key = readFileSync.bind(null, `${data}.key`)
  assert.equal(run('demo', '--data', data).status, 0)
  assert.equal(run('backup', '--data', data, backup).status, 0)
  const whole = readFileSync(backup)
  const damaged = Buffer.from(whole)
  for (let at = 8 * 4096; at < damaged.length; at += 16 * 4096) damaged.fill(0xff, at, at + 4096)
  for (const bytes of [whole.subarray(0, 5000), whole.subarray(0, whole.length >> 1), damaged]) {
    writeFileSync(`${restored}.key`, key())
    writeFileSync(join(folder, 'bad'), bytes)
    fails(/bad: nothing was restored/, 'restore', '--data', restored, join(folder, 'bad'))
    assert.deepEqual(readdirSync(restored), [])
  }
  writeFileSync(`${restored}.key`, key().toString().replace(/[0-9a-f]{64}/, '7'.repeat(64)))
  fails(/nothing was restored/, 'restore', '--data', restored, backup)
  assert.deepEqual(readdirSync(restored), [])
  writeFileSync(`${restored}.key`, key())
  assert.equal(run('restore', '--data', restored, backup).status, 0)
  assert.match(run('verify', '--data', restored).stdout, /All is well/)
})

test('words are printed as they are, whatever the machine speaks', () => {
  fails(/“abc”/, 'serve', '--port', 'abc')
  fails(/Bürgerhaus/, 'verify', '--data', join(folder, 'Bürgerhaus'))
  assert.match(run('serve', '--help').stdout, /OPTION…/)
})
