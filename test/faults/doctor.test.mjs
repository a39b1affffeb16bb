// SPDX-License-Identifier: AGPL-3.0-or-later
// commontable doctor: a place that is well, then one thing broken after another, each found by its
// own line with what to do next, and nothing changed by looking.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync,
  writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { before, test } from 'node:test'
import { setTimeout as after } from 'node:timers/promises'
import { makeCertificate, startMailServer } from '../browser/mail_server.mjs'
import { startServer } from '../browser/server.mjs'
import { setUp } from './client.mjs'

const WAIT_MS = 30_000
const program = join(process.env.BUILD ?? 'build', 'commontable')
const NAMES = ['Data folder', 'Database', 'Version of the data', 'Disk', 'Root key',
  'Recovery sheet', 'Record of acts', 'Backup', 'Mail', 'Work that runs by itself',
  'Formats of papers', 'Word files', 'Clock', 'Port']

let server
let port
let file

// { status, fine: [names], found: { name: words and advice } }
function doctor({ environment = {}, words = [] } = {}) {
  const env = { ...process.env, ...server.place.environment, ...environment }
  const { status, stdout, stderr } = spawnSync(program,
    ['doctor', '--data', server.data, '--port', String(port), ...words], { env, encoding: 'utf8' })
  assert.equal(stderr.replace(/^\{.*\}\n/gm, ''), '')
  const fine = [...stdout.matchAll(/^fine +([^:]+): /gm)].map(([, name]) => name)
  const found = Object.fromEntries([...stdout.matchAll(
    /^look at this +([^:]+): (.*(?:\n +-> .*)?)/gm)].map(([, name, said]) => [name, said]))
  assert.deepEqual(NAMES.filter((name) => fine.includes(name) || name in found), NAMES, stdout)
  return { status, fine, found, stdout }
}

// Only this is found, and it says so.
function finds(name, said, options) {
  const { status, found, stdout } = doctor(options)
  assert.equal(status, 1, stdout)
  assert.deepEqual(Object.keys(found), [name], stdout)
  assert.match(found[name], said)
  assert.match(found[name], /\n +-> \S/, 'what to do next')
}

function isWell(options) {
  const { status, found, stdout } = doctor(options)
  assert.deepEqual(found, {}, stdout)
  assert.equal(status, 0)
  assert.match(stdout, /All is well/)
}

function sql(...statements) {
  const database = new DatabaseSync(file)
  for (const statement of statements) database.exec(statement)
  database.close()
}

// What was changed is as it was, in memory of the file itself: copied away and back.
async function without(break_, look) {
  const kept = `${file}.kept`
  sql('PRAGMA wal_checkpoint(TRUNCATE)')
  copyFileSync(file, kept)
  break_()
  try {
    await look()
  } finally {
    sql('PRAGMA wal_checkpoint(TRUNCATE)')
    copyFileSync(kept, file)
  }
}

before(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'commontable-doctor-'))
  server = await startServer({ place: { folder, environment: { DATABASE: '' } } })
  const first = await setUp(server)
  port = Number(new URL(server.url).port)
  file = join(server.data, 'commontable.db')
  const answers = [await first.fillIn('/upkeep/mail', { way: 'none' }),
    await first.fillIn('/upkeep/keys', { alone: 'yes' }), await first.fillIn('/upkeep/backups', {})]
  for (const { status, page } of answers) assert.equal(status, 303, page)
  const until = Date.now() + WAIT_MS
  while (!/Good: it was opened/.test(await first.read('/upkeep/backups'))) {
    assert.ok(Date.now() < until, 'no good backup')
    await after(50)
  }
})

test('a place that is well, while the site runs and when it does not', async () => {
  isWell()
  assert.match(doctor().stdout, new RegExp(`the site answers at ${port}`))
  await server.stop()
  isWell()
  assert.match(doctor().stdout, new RegExp(`${port} is free`))
})

test('folder and key that others can read', () => {
  chmodSync(server.data, 0o755)
  finds('Data folder', /others on this machine can open[^]*chmod 700/)
  chmodSync(server.data, 0o700)
  chmodSync(`${server.data}.key`, 0o644)
  finds('Root key', /others on this machine can read[^]*chmod 600/)
  chmodSync(`${server.data}.key`, 0o600)
})

test('a key that is not there, is none, or is another one', () => {
  const key = `${server.data}.key`
  renameSync(key, `${key}.away`)
  finds('Root key', /is not there[^]*restore-from-sheet/)
  assert.ok(!existsSync(key), 'no new one is made')
  writeFileSync(key, 'not a key\n', { mode: 0o600 })
  finds('Root key', /restore-from-sheet/)
  writeFileSync(key, `1 ${'7'.repeat(64)}\n`, { mode: 0o600 })
  finds('Root key', /not the one that sealed these data/)
  renameSync(`${key}.away`, key)
})

test('a sheet that was never printed', () => without(
  () => sql("DELETE FROM log_power WHERE id IN (SELECT id FROM log_entry"
    + " WHERE kind = 'recovery-sheet-asked')"),
  () => finds('Recovery sheet', /never printed[^]*The key, and its sheet/)))

test('a record of acts that was changed', () => without(
  () => sql("UPDATE log_entry SET kind = 'member-left' WHERE id = 2"),
  () => finds('Record of acts', /changed it outside this program, at entry 2/)))

test('a backup that is old, bad or gone', async () => {
  await without(() => sql('UPDATE upkeep_backup SET made_at_us = made_at_us - 259200000000'),
    () => finds('Backup', /3 days old/))
  await without(() => sql("UPDATE upkeep_backup SET trial = 'bad'"),
    () => finds('Backup', /could not be opened when it was tried/))
  await without(() => sql('DELETE FROM upkeep_backup'), () => finds('Backup', /no good one yet/))
})

test('mail that nobody spoke of, or that does not answer', async () => {
  await without(() => sql('DELETE FROM mail_setting'),
    () => finds('Mail', /nobody has said how mails leave/))
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const nobody = `smtp://127.0.0.1:${closed.address().port}`
  closed.close()
  await once(closed, 'close')
  finds('Mail', /Nobody answered/i, { environment: { SMTP_SERVER: nobody } })
})

test('work that is stuck', () => without(
  () => sql('INSERT INTO outbox_task (community_id, id, kind, thing_id, due_us, attempt,'
    + " is_given_up, made_at_us)"
    + " SELECT community_id, 9, 'paper-mail', 1, 1, 8, 1, 1 FROM community"),
  () => finds('Work that runs by itself', /1 failed for good, 0 are tried again \(Mailing papers/)))

test('formats and Word files that cannot be made and read', () => {
  finds('Formats of papers', /large-print, braille, audio[^]*commontable-press/,
    { environment: { COMMONTABLE_PRESS: '/nowhere/commontable-press' } })
  finds('Word files', /pandoc is not installed/, { environment: { PATH: '/nowhere' } })
})

test('a clock that is behind the record', async () => {
  await without(() => sql('UPDATE log_entry SET at_us = at_us + 86400000000'
    + ' WHERE id = (SELECT max(id) FROM log_entry)'), () => {
    const { found } = doctor()
    assert.deepEqual(Object.keys(found), ['Record of acts', 'Clock'])
    assert.match(found.Clock, /newer things are on the record[^]*timedatectl/)
  })
})

// Beside a server of this process, which must be able to answer meanwhile.
async function doctorBeside(environment = {}) {
  const child = spawn(program, ['doctor', '--data', server.data, '--port', String(port)],
    { env: { ...process.env, ...server.place.environment, ...environment } })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => { said += text })
  const [status] = await once(child, 'close')
  return { status, said }
}

test('a port that another program uses', async () => {
  const other = createServer((socket) => socket.end('220 hello\r\n')).listen(port, '127.0.0.1')
  await once(other, 'listening')
  const { status, said } = await doctorBeside()
  other.close()
  assert.equal(status, 1)
  assert.match(said, /look at this +Port: another program uses \d+\n +-> Stop it/)
})

test('a mail server that answers, and one that wants another password', async (t) => {
  const good = await startMailServer()
  t.after(() => good.close())
  const well = await doctorBeside({ SMTP_SERVER: `smtp://127.0.0.1:${good.port}` })
  assert.match(well.said, /fine +Mail: the mail server answers/)
  assert.equal(well.status, 0, well.said)
  assert.equal(good.mails.length, 0, 'no mail is sent by looking')
  const certificate = makeCertificate(server.place.folder)
  const strict = await startMailServer({ certificate, hasSignIn: true, refuses: 'sign-in' })
  t.after(() => strict.close())
  const { said } = await doctorBeside({ SMTP_SERVER: `smtps://localhost:${strict.port}`,
    SMTP_USER: 'table', SMTP_PASSWORD: 'pear', SMTP_CA_FILE: certificate.file })
  assert.match(said, /look at this +Mail: The mail server refused the user name or password/)
  assert.doesNotMatch(said, /pear/)
})

test('data of an older and of a newer program', async () => {
  await without(() => sql("DELETE FROM schema_migration WHERE subject = 'upkeep' AND number ="
    + " (SELECT max(number) FROM schema_migration WHERE subject = 'upkeep')"), () => {
    assert.match(doctor().found['Version of the data'], /1 steps? .*still to be made/)
  })
  await without(() => sql("INSERT INTO schema_migration VALUES ('upkeep', 99, 'x', 1)"), () => {
    assert.match(doctor().found['Version of the data'], /the database is newer/)
  })
})

test('a damaged database, and none at all', async () => {
  await without(() => {
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 8192, 40960)
    writeFileSync(file, bytes)
  }, () => {
    const { status, found } = doctor()
    assert.equal(status, 1)
    assert.match(found.Database, /\n +-> /)
  })
  renameSync(file, `${file}.away`)
  const { found } = doctor()
  assert.match(found.Database, /there is none yet/)
  assert.match(found.Backup, /not looked at/)
  assert.ok(!existsSync(file), 'none is made')
  renameSync(`${file}.away`, file)
  isWell()
})

test('a folder that is not there, and none is made', () => {
  const { status, found } = doctor({ words: ['--data', '/tmp/commontable-nowhere'] })
  assert.equal(status, 1)
  assert.match(found['Data folder'], /is not there/)
  assert.ok(!existsSync('/tmp/commontable-nowhere'))
  assert.ok(!existsSync('/tmp/commontable-nowhere.key'))
})
