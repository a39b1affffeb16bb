// SPDX-License-Identifier: AGPL-3.0-or-later
// Adds up what passed and failed, tells each failure when it happens and names them all at the end.
const OUTPUT_LINES = 60

export class Tally {
  constructor(say = console.log) {
    this.say = say
    this.passed = 0
    this.failed = 0
    this.skipped = 0
    this.names = []
  }

  add(name, isGood, output = '') {
    if (isGood) {
      this.passed++
      return
    }
    this.failed++
    this.names.push(name)
    this.say(`FAILED: ${name}`)
    const lines = output.trimEnd().split('\n').filter((line) => line !== '')
    if (lines.length > OUTPUT_LINES) this.say(`    … ${lines.length - OUTPUT_LINES} lines before`)
    for (const line of lines.slice(-OUTPUT_LINES)) this.say(`    ${line}`)
  }

  skip(name) {
    this.skipped++
    this.say(`skipped: ${name}`)
  }

  /** Adds what another counted; it has told of its failures already. */
  take({ passed, failed, skipped, names }) {
    this.passed += passed
    this.failed += failed
    this.skipped += skipped
    this.names.push(...names)
  }

  /** Prints the closing lines; returns the exit status. Nothing passed is a failure too. */
  finish() {
    if (this.passed + this.failed === 0) this.add('no test ran at all', false)
    if (this.names.length > 0) this.say(['\nFailed:', ...this.names].join('\n  '))
    if (this.skipped > 0) this.say(`${this.skipped} skipped`)
    this.say(`${this.passed} passed, ${this.failed} failed`)
    return this.failed === 0 ? 0 : 1
  }
}
