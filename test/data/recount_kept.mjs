// SPDX-License-Identifier: AGPL-3.0-or-later
// Says what an opened archive gives for one group at one moment: what was promised, needed and
// thanked for. Usage: script/node test/data/recount_kept.mjs ARCHIVE GROUP MICROSECONDS
import { readFileSync } from 'node:fs'
import { Recount, tablesOf } from '../faults/recount.mjs'

const [file, group, now] = process.argv.slice(2)
const recount = new Recount(tablesOf(readFileSync(file)), group, Number(now))
const codes = ['ideas', 'actions', 'told', 'levels', 'needs', 'reward']

console.log(JSON.stringify(Object.fromEntries(codes.map((code) => [code, recount[code]()]))))
