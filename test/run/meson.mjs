// SPDX-License-Identifier: AGPL-3.0-or-later
// Counts what a run of "meson test" did, cmocka's tests one by one. A program that crashed, ran out
// of time or that a sanitizer stopped is a failure even where each of its tests said "passed".
import { readFileSync } from 'node:fs'

const PASSED = /^\[ {2}PASSED {2}\] (\d+) test\(s\)\.$/gm
const SKIPPED = /^\[ {2}SKIPPED {1,2}\] (\d+) test\(s\)/gm
const FAILED = /^\[ {2}FAILED {2}\] \d+ test\(s\), listed below:\n((?:\[ {2}FAILED.*\n?)+)/gm

function sum(pattern, text) {
  return [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0)
}

/** What one cmocka program said: { passed, skipped, failed: [names] }. */
export function readCmocka(text) {
  const failed = [...text.matchAll(FAILED)].flatMap((match) =>
    match[1].trim().split('\n').map((line) => line.replace('[  FAILED  ] ', '')))
  return { passed: sum(PASSED, text), skipped: sum(SKIPPED, text), failed: [...new Set(failed)] }
}

/** One line of the log: a test program. */
export function addProgram(tally, program, engine) {
  const text = `${program.stdout ?? ''}\n${program.stderr ?? ''}`
  const name = `${program.name.replace(/^.* \/ /, '')} (${engine})`
  const isGood = program.result === 'OK'
  if (program.duration) tally.spend(name, program.duration)
  const said = readCmocka(text)
  for (let i = 0; i < said.passed; i++) tally.add(name, true)
  for (const test of said.failed) tally.add(`${name}: ${test}`, false, text)
  for (let i = 0; i < said.skipped; i++) tally.skip(name)
  if (isGood && said.passed + said.skipped === 0 && said.failed.length === 0) tally.add(name, true)
  if (!isGood && said.failed.length === 0)
    tally.add(`${name}: ${program.result}, status ${program.returncode}`, false, text)
}

export function addMesonLog(tally, { log, done, suite, engine }) {
  let text = ''
  try {
    text = readFileSync(log, 'utf8')
  } catch {
    tally.add(`${suite} (${engine}): no test ran`, false, done.output)
    return
  }
  const programs = text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line))
  for (const program of programs) addProgram(tally, program, engine)
  // Meson itself stopped before the end, or found nothing to run.
  if (!done.isGood && programs.every((program) => program.result === 'OK'))
    tally.add(`${suite} (${engine}): meson test`, false, done.output)
}
