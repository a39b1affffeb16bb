// SPDX-License-Identifier: AGPL-3.0-or-later
// Counts what a run of Node's test runner with reporter.mjs did.

/** Each line of JSON is a test; anything else was said by a test and is shown with a failure. */
export function addNodeEvents(tally, done, name, engine) {
  let failures = 0
  let tests = 0
  for (const line of done.stdout.split('\n')) {
    if (!line.startsWith('{"test":')) continue
    const { test, file, result, details, seconds } = JSON.parse(line)
    const label = `${file}: ${test} (${engine})`
    tests++
    tally.spend(`${file} (${engine})`, seconds)
    if (result === 'skipped') tally.skip(label)
    else tally.add(label, result === 'passed', details)
    if (result === 'failed') failures++
  }
  if (tests === 0 || (!done.isGood && failures === 0)) tally.add(name, false, done.output)
}
