// SPDX-License-Identifier: AGPL-3.0-or-later
// A reporter for Node's test runner: one line of JSON for each test, not for suites around them.
import { relative, resolve } from 'node:path'
import { inspect } from 'node:util'

function describe(error) {
  const cause = error?.cause ?? error
  if (cause === undefined) return ''
  return cause?.stack ? `${cause.stack}` : inspect(cause)
}

export default async function* reporter(source) {
  // Suites and tests that only hold others are left out: their parts are counted.
  for await (const { type, data } of source) {
    if (type === 'test:stderr') process.stderr.write(data.message)
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const isHolder = data.details?.type === 'suite' ||
      (data.details?.error?.failureType === 'subtestsFailed')
    if (isHolder) continue
    const isSkipped = data.skip !== undefined || data.todo !== undefined
    // A file without a finished test is reported as a test with the file's name: never a success.
    const isEmptyFile = data.file !== undefined && resolve(data.name) === resolve(data.file)
    const isBad = type === 'test:fail' || isEmptyFile
    const result = isBad ? 'failed' : isSkipped ? 'skipped' : 'passed'
    yield JSON.stringify({
      test: data.name, file: data.file ? relative('.', data.file) : '', result,
      seconds: (data.details?.duration_ms ?? 0) / 1000,
      details: isBad ? describe(data.details?.error) || 'no test in this file came to its end' : '',
    }) + '\n'
  }
}
