// SPDX-License-Identifier: AGPL-3.0-or-later
// commontable demo on whatever day it is made: on 29 February, around both changes of the clock, at
// New Year, just after and just before midnight. Its year is whole, its record of acts too, pages
// can be read. ALL_DATES=1 tries twelve dates at three hours; else two of the hardest, one of them
// on PostgreSQL.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { startServer } from '../browser/server.mjs'
import { Client } from './client.mjs'

const BUILD = resolve(process.env.BUILD ?? 'build')
const DATES = ['2028-02-28', '2028-02-29', '2028-03-01', '2027-03-27', '2027-03-28', '2027-03-29',
  '2027-10-30', '2027-10-31', '2027-11-01', '2026-12-31', '2027-01-01', '2027-06-21']
const HOURS = ['00:05', '12:00', '23:55']
const HARDEST = ['2028-02-29T23:55', '2027-03-28T00:05']
const isOnPostgres = process.env.TEST_DATABASE_URL?.startsWith('postgresql:')
const times = process.env.ALL_DATES
  ? DATES.flatMap((date) => HOURS.map((hour) => `${date}T${hour}`))
  : HARDEST.slice(isOnPostgres ? 1 : 0)

// What a program needs in its environment to have that time (test/browser/ahead.c).
function clockAt(folder, time) {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(Math.round((Date.parse(`${time}:00Z`) - Date.now()) / 1000)))
  writeFileSync(join(folder, 'ahead'), bytes)
  return { AHEAD: join(folder, 'ahead'), LD_PRELOAD: join(BUILD, 'test/browser/ahead.so') }
}

const pathsIn = (page, pattern) =>
  [...new Set([...page.matchAll(pattern)].map(([, path]) => path))]

async function see(server, at) {
  const rowan = new Client(server.url)
  const { headers } = await rowan.ask('/')
  assert.equal(new Date(headers.get('date')).toISOString().slice(0, 10), at.slice(0, 10))
  await rowan.come(server.organiserLink)
  assert.match(await rowan.read('/people'), /60 people/, at)
  const groups = await rowan.read('/groups') + await rowan.read('/groups/closed')
  const found = pathsIn(groups, /href="(\/groups\/[0-9a-z]{14})"/g)
  assert.equal(found.length, 5, at) // the sixth only its members know of
  for (const path of ['/', '/papers', ...found]) await rowan.read(path)
}

for (const time of times)
  test(`the demo is made at ${time}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'commontable-clock-'))
    const server = await startServer({ environment: clockAt(folder, time), isDemo: true })
    try {
      await see(server, time)
      const said = execFileSync(join(BUILD, 'commontable'), ['verify', '--data', server.data],
        { encoding: 'utf8', env: { ...process.env, ...server.place.environment } })
      assert.match(said, /All is well/)
    } finally {
      await server.stop()
      for (const gone of [folder, server.place.folder])
        rmSync(gone, { recursive: true, force: true })
    }
  })
