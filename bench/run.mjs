// SPDX-License-Identifier: AGPL-3.0-or-later
// Runs the figures, prints a line for each and keeps a whole run in bench/RESULTS.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { endAll, figures, median } from './figures.mjs'

const RESULTS = 'bench/RESULTS.md'
const NEWEST = '<!-- newest first -->\n'

const short = (value) => value >= 100 ? value.toFixed(0) : value.toPrecision(3)

function lineOf(figure, { rounds, note = '', goal }) {
  const value = median(rounds)
  const isLeast = figure.least !== undefined
  const wanted = goal ?? figure.least ?? figure.most
  const isMet = isLeast ? value >= wanted : value <= wanted
  const spread = rounds.length < 2 ? ''
    : `${short(Math.min(...rounds))}–${short(Math.max(...rounds))}`
  return [figure.what.padEnd(40), short(value).padStart(7), spread.padEnd(14),
    `${isLeast ? '≥' : '≤'} ${wanted}`.padEnd(7), isMet ? 'ok   ' : 'SHORT', note].join('  ')
    .trimEnd()
}

function keep(lines) {
  const [processor] = cpus()
  const load = readFileSync('/proc/loadavg', 'utf8').split(' ')[0]
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ')
  const heading = `## ${date} UTC\n\n${cpus().length} × ${processor.model.trim()}, Linux`
    + ` ${release()}; load before it ${loadBefore}, after it ${load}\n`
  const [top, rest] = readFileSync(RESULTS, 'utf8').split(NEWEST)
  writeFileSync(RESULTS,
    `${top}${NEWEST}\n${heading}\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n${rest}`)
}

const names = process.argv.slice(2)
const loadBefore = readFileSync('/proc/loadavg', 'utf8').split(' ')[0]

if (names[0] === '--list') {
  for (const { name, what } of figures) console.log(`${name.padEnd(16)}${what}`)
  process.exit(0)
}
const unknown = names.find((name) => !figures.some((figure) => figure.name === name))
if (unknown) {
  console.error(`script/bench: there is no figure ${unknown}; see script/bench --list`)
  process.exit(2)
}

const lines = []
try {
  for (const figure of figures) {
    if (names.length > 0 && !names.includes(figure.name)) continue
    lines.push(lineOf(figure, await figure.measure()))
    console.log(lines.at(-1))
  }
  if (names.length === 0) keep(lines)
} finally {
  await endAll()
}
