// SPDX-License-Identifier: AGPL-3.0-or-later
// Proves that the test runner counts honestly: what fails, crashes or says nothing is a failure.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { command } from './command.mjs'
import { addProgram, readCmocka } from './meson.mjs'
import { addNodeEvents } from './node.mjs'
import { removeScratch, scratchFolder } from './scratch.mjs'
import { Tally } from './tally.mjs'

const quiet = () => new Tally(() => {})
const counts = ({ passed, failed, skipped }) => ({ passed, failed, skipped })
const good = '[==========] Running 3 test(s).\n[  PASSED  ] 3 test(s).\n'
const bad = '[  PASSED  ] 1 test(s).\n[  FAILED  ] 2 test(s), listed below:\n' +
  '[  FAILED  ] one\n[  FAILED  ] two\n\n 2 FAILED TEST(S)\n'

test('cmocka programs are counted test by test', () => {
  assert.deepEqual(readCmocka(good), { passed: 3, skipped: 0, failed: [] })
  assert.deepEqual(readCmocka(bad), { passed: 1, skipped: 0, failed: ['one', 'two'] })
})

for (const [what, program, expected] of [
  ['good', { result: 'OK', stdout: good }, { passed: 3, failed: 0, skipped: 0 }],
  ['bad', { result: 'FAIL', returncode: 2, stdout: bad }, { passed: 1, failed: 2, skipped: 0 }],
  ['leaking', { result: 'FAIL', returncode: 1, stdout: good, stderr: 'leak' },
    { passed: 3, failed: 1, skipped: 0 }],
  ['crashing', { result: 'FAIL', returncode: -11, stdout: '[ RUN      ] x\n' },
    { passed: 0, failed: 1, skipped: 0 }],
  ['endless', { result: 'TIMEOUT', returncode: -9, stdout: '' },
    { passed: 0, failed: 1, skipped: 0 }],
  ['plain', { result: 'OK', stdout: 'ok' }, { passed: 1, failed: 0, skipped: 0 }],
]) {
  test(`a ${what} program`, () => {
    const tally = quiet()
    addProgram(tally, { name: 'x', ...program }, 'SQLite')
    assert.deepEqual(counts(tally), expected)
  })
}

test('the last line and the status tell the truth', () => {
  const said = []
  const tally = new Tally((line) => said.push(line))
  tally.add('a', true)
  assert.equal(tally.finish(), 0)
  assert.equal(said.at(-1), '1 passed, 0 failed')
  tally.add('b', false)
  assert.equal(tally.finish(), 1)
  assert.equal(said.at(-1), '1 passed, 1 failed')
  assert.equal(quiet().finish(), 1, 'nothing run is not a success')
})

test('the slowest ten are named, each with all of its seconds', () => {
  const said = []
  const [all, part] = [new Tally((line) => said.push(line)), quiet()]
  for (let i = 1; i <= 12; i++) part.spend(`file ${i}`, i)
  part.spend('file 1', 20)
  part.add('a', true)
  all.take(part)
  all.finish()
  const lines = said.find((text) => text.startsWith('Slowest:')).split('\n  ')
  assert.deepEqual([lines.length, lines[1], lines[10]], [11, '21.0 s file 1', '4.0 s file 4'])
  assert.equal(said.at(-1), '1 passed, 0 failed')
})

test('a program that never ends is stopped, with its children', async () => {
  const done = await command(['sh', '-c', 'sleep 1000 & wait'], { timeout: 200 })
  assert.equal(done.isGood, false)
  assert.match(done.output, /stopped after 0\.2 s/)
  assert.equal((await command(['/nowhere/nothing'], { timeout: 1000 })).isGood, false)
})

async function countNodeTests(text) {
  const folder = mkdtempSync(join(tmpdir(), 'commontable-run-'))
  const file = join(folder, 'x.test.mjs')
  writeFileSync(file, `import { test, describe, it } from 'node:test'\n${text}`)
  // Without that variable: else the inner runner thinks it is the outer one's child.
  const done = await command(['env', '-u', 'NODE_TEST_CONTEXT', process.execPath, '--test',
    '--test-reporter=./test/run/reporter.mjs', file], { timeout: 60_000 })
  rmSync(folder, { recursive: true })
  const tally = quiet()
  addNodeEvents(tally, done, 'x', 'SQLite')
  return counts(tally)
}

test('node tests are counted leaf by leaf', async () => {
  const nested = "describe('d', () => { it('a', () => {}); it('b', () => { throw Error('no') }) })"
  assert.deepEqual(await countNodeTests(nested), { passed: 1, failed: 1, skipped: 0 })
  assert.deepEqual(await countNodeTests("test('s', { skip: true }, () => {})"),
    { passed: 0, failed: 0, skipped: 1 })
})

test('a node test file that does not even load, or dies, is a failure', async () => {
  const bad = ['import "./missing.mjs"', "test('a', () => { process.exit(0) })",
    "test('a', () => { process.kill(process.pid, 9) })", '']
  for (const text of bad)
    assert.deepEqual(await countNodeTests(text), { passed: 0, failed: 1, skipped: 0 }, text)
})

test('tests are put into memory only where there is room', () => {
  assert.equal(scratchFolder('/proc'), null) // no place for files
  assert.equal(scratchFolder('/no/such/folder'), null)
  assert.equal(scratchFolder('/dev/shm', Infinity), null)
  const folder = scratchFolder('/dev/shm', 0)
  if (!folder) return // a machine without such a folder
  assert.ok(existsSync(folder))
  removeScratch(folder)
  assert.ok(!existsSync(folder))
})
