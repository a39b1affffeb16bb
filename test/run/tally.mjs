// SPDX-License-Identifier: AGPL-3.0-or-later
// Adds up what passed and failed, tells each failure when it happens and names them all at the end.
const OUTPUT_LINES = 60
const SLOWEST = 10

export class Tally {
  constructor(say = console.log) {
    this.say = say
    this.passed = 0
    this.failed = 0
    this.skipped = 0
    this.names = []
    this.seconds = new Map()
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

  /** So many more seconds went into a program or file. */
  spend(name, seconds) {
    this.seconds.set(name, (this.seconds.get(name) ?? 0) + seconds)
  }

  skip(name) {
    this.skipped++
    this.say(`skipped: ${name}`)
  }

  /** Adds what another counted; it has told of its failures already. */
  take({ passed, failed, skipped, names, seconds }) {
    this.passed += passed
    this.failed += failed
    this.skipped += skipped
    this.names.push(...names)
    for (const [name, spent] of seconds) this.spend(name, spent)
  }

  /** Prints the closing lines; returns the exit status. Nothing passed is a failure too. */
  finish() {
    if (this.passed + this.failed === 0) this.add('no test ran at all', false)
    const slowest = [...this.seconds].sort((one, other) => other[1] - one[1]).slice(0, SLOWEST)
    if (slowest.length > 0)
      this.say(['Slowest:', ...slowest.map(([name, spent]) => `${spent.toFixed(1)} s ${name}`)]
        .join('\n  '))
    if (this.names.length > 0) this.say(['\nFailed:', ...this.names].join('\n  '))
    if (this.skipped > 0) this.say(`${this.skipped} skipped`)
    this.say(`${this.passed} passed, ${this.failed} failed`)
    return this.failed === 0 ? 0 : 1
  }
}
