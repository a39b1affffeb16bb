// SPDX-License-Identifier: AGPL-3.0-or-later
// Mails by a real mail server (R11, R66): down at first, then it refuses one and sends one back; an
// answer comes home through it. Nobody gets a mail twice, the page of background jobs says what is
// tried again, and the organiser sees what came back and what was answered.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startServer } from '../browser/server.mjs'
import { setUp } from './client.mjs'
import { makeExim, until } from './exim.mjs'

const program = join(process.env.BUILD ?? 'build', 'commontable')
let exim
let server
let rowan

before(async () => {
  exim = await makeExim()
  await exim.start()
  Object.assign(process.env, { SMTP_SERVER: exim.url, MAIL_FROM: 'table@river.test',
    MAIL_REPLIES: 'table+*@river.test' })
  server = await startServer()
  rowan = await setUp(server)
})

after(() => exim?.stop())

async function add(name, contact) {
  const answer = await rowan.fillIn('/people/new', { name, reach: 'email', contact })
  assert.equal(answer.status, 303, answer.page)
}

/** Writes a paper and sends it to everybody; resolves to the page of its sending. */
async function send(title) {
  const paper = await rowan.fillIn('/papers/new', { title, source: 'We mend the roof.' })
  const sending = await rowan.fillIn(`${paper.location}/send`, { to: 'all' })
  assert.equal(sending.status, 303, sending.page)
  const page = sending.location
  await until(async () => (await rowan.read(page)).includes(`action="${page}/release"`),
    'formats are made', 60_000)
  assert.equal((await rowan.fillIn(page, {}, `${page}/release`)).status, 303)
  return page
}

const header = (mail, name) =>
  new RegExp(`^${name}: *(.*(?:\\n[ \\t].*)*)`, 'mi').exec(mail)?.[1].replace(/\s+/g, ' ')

/** As the mail server does it for each mail. */
function mailIn(mail) {
  return spawnSync(program, ['mail-in', '--data', server.data, '--to', header(mail, 'Envelope-to'),
    '--from', header(mail, 'Return-path')],
  { input: mail, encoding: 'utf8', env: { ...process.env, ...server.place.environment } })
}

const toAnn = () => exim.others().filter((mail) => header(mail, 'Envelope-to') === 'ann@river.test')

test('half is taken, half is refused, and the page says so', async () => {
  await add('Ann', 'ann@river.test')
  await add('Gus', 'gone@river.test')
  await add('Rita', 'refused@river.test')
  await add('Lou', 'later@river.test')
  const page = await send('The roof')
  await until(() => toAnn().length === 1, "Ann's mail")
  await until(() => exim.answers().length === 1, 'the mail that came back')
  await until(async () => /tried again/.test(await rowan.read('/upkeep/work')), 'the page of work')
  const mail = toAnn()[0]
  assert.match(header(mail, 'Reply-To'), /table\+\w{28}@river\.test/)
  assert.match(header(mail, 'Return-path'), /^<table\+b\w{28}@river\.test>$/)
  // Refused for good: nobody need wait for a bounce.
  await until(async () => /A mail to Rita came back/.test(await rowan.read(page)), 'Rita is marked')
  assert.doesNotMatch(await rowan.read(page), /A mail to (Gus|Lou) came back/)
})

test('what comes back is marked once, and no more goes there', async () => {
  const [notice] = exim.answers()
  assert.match(notice, /Action: failed/) // Exim's own words
  for (let i = 0; i < 5; i++) {
    const { status, stderr } = mailIn(notice)
    assert.equal(status, 0, stderr)
  }
  const answers = await rowan.read('/answers')
  assert.equal(answers.split('A mail to Gus came back').length - 1, 1)
  await send('The hall')
  await until(() => toAnn().length === 2, "Ann's second mail")
  assert.equal(exim.answers().length, 1)
})

test('an answer comes home', async () => {
  const mail = toAnn()[0]
  const to = /<(.*)>/.exec(header(mail, 'Reply-To'))[1]
  const said = `From: Ann <ann@river.test>\r\nTo: <${to}>\r\nSubject: Re: A paper\r\n`
    + 'Message-ID: <answer-1@river.test>\r\n\r\nNo, the letters are too small.\r\n\r\n'
    + 'On Monday, Commontable wrote:\r\n> A paper for you\r\n'
  execFileSync('curl', ['-sS', '--url', exim.url, '--mail-from', 'ann@river.test', '--mail-rcpt',
    to, '-T', '-'], { input: said })
  await until(() => exim.answers().length === 2, "Ann's answer")
  const came = exim.answers().find((one) => one.includes('answer-1@'))
  assert.equal(mailIn(came).status, 0)
  assert.equal(mailIn(came).status, 0) // once more: nothing new
  const page = await rowan.read('/answers')
  assert.equal(page.split('No, the letters are too small.').length - 1, 1)
  assert.ok(page.includes('&gt; A paper for you'))
})

test('a mail that begins with "idea" is one, without a name until its author says so', async () => {
  const to = /<(.*)>/.exec(header(toAnn()[0], 'Reply-To'))[1]
  const mail = `Return-path: <ann@river.test>\nEnvelope-to: ${to}\nFrom: Ann <ann@river.test>\n`
    + `To: <${to}>\nSubject: Idea: a bench by the bus stop\nMessage-ID: <idea-1@river.test>\n\n`
    + 'So that we can wait.\n'
  for (let i = 0; i < 2; i++) { // once more: nothing new
    const { status, stderr } = mailIn(mail)
    assert.equal(status, 0, stderr)
  }
  const page = await rowan.read('/ideas')
  assert.equal(page.split('a bench by the bus stop').length - 1, 1, page)
  assert.match(page, /From somebody, without their name/)
  const [, path] = /href="(\/ideas\/[0-9a-z]+)"[^>]*>[^<]*a bench by the bus stop/.exec(page)
  assert.match(await rowan.read(path), /It came by mail\./)
})

// Somebody else writes, the whole of the program's patience long; or there is no database at all.
// The mail server keeps the mail and tries again: then it counts once.
test('while the database cannot be written the mail server tries again', async () => {
  const mail = exim.answers().at(-1).replace('answer-1@', 'answer-2@')
    .replace('No, the letters are too small.', 'No, please write larger, says Ann.')
  const count = async () => (await rowan.read('/answers'))
    .split('No, please write larger, says Ann.').length - 1
  const nowhere = spawnSync(program, ['mail-in', '--data', server.data, '--database',
    `postgresql:///none?host=${server.data}`], { input: mail, encoding: 'utf8' })
  assert.equal(nowhere.status, 75, nowhere.stderr)
  assert.match(nowhere.stderr, /try again|reached|connect/)
  if (server.place.environment.DATABASE === '') {
    const { DatabaseSync } = await import('node:sqlite')
    const file = new DatabaseSync(join(server.data, 'commontable.db'))
    file.exec('BEGIN IMMEDIATE')
    const locked = mailIn(mail)
    file.exec('ROLLBACK')
    file.close()
    assert.equal(locked.status, 75, locked.stderr)
    assert.match(locked.stderr, /the database cannot be written now: try again/)
  }
  assert.equal(await count(), 0)
  for (let i = 0; i < 2; i++) assert.equal(mailIn(mail).status, 0)
  assert.equal(await count(), 1)
})

test('nobody got a mail twice', () => {
  const ids = exim.others().map((mail) => `${header(mail, 'Message-Id')}`)
  assert.equal(new Set(ids).size, ids.length)
  assert.equal(toAnn().length, 2)
})
