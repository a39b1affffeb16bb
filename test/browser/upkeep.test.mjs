// SPDX-License-Identifier: AGPL-3.0-or-later
// Looking after this, by an organiser without a technician: set up without mail, a backup made,
// opened, downloaded and brought back; mail that fails at each step and then works; a complaint
// with its clock; what is kept how long, previewed and carried out; who used which power. Pages as
// they are at first are looked at by every_page.test.mjs; here, those with something in them.
import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { asPerson, expectErrors, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { makeCertificate, startMailServer } from './mail_server.mjs'
import { startServer } from './server.mjs'
import { command } from '../run/command.mjs'

const program = join(process.env.BUILD ?? 'build', 'commontable')
const WAIT_MS = 30_000

let server
let organiser
let certificate
const mailServers = []

before(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'commontable-upkeep-'))
  certificate = makeCertificate(folder)
  server = await startServer({
    place: { folder, environment: { DATABASE: '', SMTP_CA_FILE: certificate.file } },
  })
  organiser = await asPerson(server.url, { javaScript: false })
})
after(() => mailServers.forEach((one) => one.close()))

// What the worker does is seen by loading the page again.
async function reloadUntil(page, text) {
  const until = Date.now() + WAIT_MS
  while (await page.getByText(text).count() === 0) {
    assert.ok(Date.now() < until, `no ${text}:\n${await page.locator('main').innerText()}`)
    await page.goto(page.url())
  }
}

const press = (name) => goBy(organiser, organiser.getByRole('button', { name, exact: true }))

test('set up in five questions, and then the first steps', async () => {
  await organiser.goto(server.organiserLink)
  await organiser.getByLabel('What is your community called?').fill('Riverside')
  await organiser.getByLabel('Your name').fill('Rowan Field')
  await organiser.getByLabel('Who can people talk to when they are worried?').fill('Iris Quay')
  await organiser.getByLabel('Their phone number').fill('01632 960 099')
  await press('Set up')
  assert.equal(await organiser.locator('h1').textContent(), 'First steps')
  assert.equal(await organiser.getByText('Not yet').count(), 9)
  await organiser.goto('/people/new')
  await organiser.getByLabel('Name', { exact: true }).fill('Amina Hale')
  await organiser.getByLabel('In person').check()
  await press('Add this person')
  await organiser.goto('/papers/new')
  await organiser.getByLabel('What is the paper called?').fill('The garden')
  await organiser.getByLabel('Write or paste it here').fill('We dig on Sunday.')
  await press('Keep this and look at it')
})

test('no mail here is an answer', async () => {
  await organiser.goto('/upkeep')
  await lookAt(organiser, 'upkeep-new')
  await press('Say how, or that there is none')
  await press('Keep this')
  await expectErrors(organiser, /422/)
  await checkPage(organiser, 'mail, refused')
  await organiser.getByLabel('No mail here').check()
  await press('Keep this')
  await organiser.getByText('No mail here. People come in with links and cards.').waitFor()
  const stranger = await asPerson(server.url, { javaScript: false })
  await stranger.goto('/sign-in')
  assert.equal(await stranger.getByRole('link', { name: 'Type the code of my card' }).count(), 1)
  assert.equal(await stranger.getByRole('button', { name: 'Send me a link' }).count(), 0)
})

let backupPath

test('a backup is made, and opened to see that it is good', async () => {
  await press('Make one now')
  await organiser.getByText('A backup is being made').first().waitFor()
  await reloadUntil(organiser, 'Good: it was opened and is whole')
  await checkPage(organiser, 'backups')
  await goBy(organiser, organiser.locator('tbody a').first())
  backupPath = new URL(organiser.url()).pathname
  await organiser.getByText(/2 people, 1 paper, \d+ acts on the record/).waitFor()
  await press('Try this backup')
  await organiser.getByText('The backup is being tried').waitFor()
  await reloadUntil(organiser, 'Good: it was opened and is whole')
  await checkPage(organiser, 'a backup')
})

test('how many are kept can be changed', async () => {
  await organiser.goto('/upkeep/backups/keep')
  await organiser.getByLabel('How many backups are kept?').fill('0')
  await press('Keep this')
  await expectErrors(organiser, /422/)
  assert.equal(await organiser.getByText('Please look at this again').count(), 1)
  await organiser.getByLabel('How many backups are kept?').fill('3')
  await press('Keep this')
  await organiser.getByText('3 are kept, at most 90 days.').waitFor()
})

test('it comes back into a new folder, with everything in it', async () => {
  const answer = await organiser.context().request.get(`${backupPath}/file`)
  assert.equal(answer.status(), 200)
  assert.match(answer.headers()['content-disposition'], /commontable-\d{4}-\d\d-\d\d\.backup/)
  const folder = mkdtempSync(join(tmpdir(), 'commontable-back-'))
  const file = join(folder, 'from-the-browser.backup')
  const data = join(folder, 'data')
  writeFileSync(file, await answer.body())
  copyFileSync(`${server.data}.key`, `${data}.key`)
  for (const words of [['restore', '--data', data, file], ['verify', '--data', data]]) {
    const done = await command([program, ...words], { timeout: WAIT_MS, env: { DATABASE: '' } })
    assert.ok(done.isGood, done.output)
  }
  const restored = await startServer({ place: { folder, environment: { DATABASE: '' } } })
  const again = await asPerson(restored.url)
  await again.goto(restored.organiserLink)
  await goBy(again, again.locator('main form button').first())
  await again.goto('/people')
  assert.equal(await again.getByRole('link', { name: 'Amina Hale' }).count(), 1)
  await again.goto('/papers')
  assert.equal(await again.getByRole('link', { name: 'The garden' }).count(), 1)
  await again.goto('/upkeep/backups') // the old place's files are not here
  assert.equal(await again.getByRole('button', { name: 'Make one now' }).count(), 1)
  await restored.stop()
})

// ---- an archive to take along ----

const WORDS = 'plum pear apple quince'

async function askForArchive(words, again) {
  await organiser.goto('/upkeep/archive')
  await organiser.getByLabel('A passphrase for the archive').fill(words)
  await organiser.getByLabel('The passphrase again').fill(again)
  await press('Make the archive')
}

let archivePath

test('an archive is made with a passphrase typed twice', async () => {
  await organiser.goto('/upkeep')
  await goBy(organiser, organiser.getByRole('link', { name: 'An archive to take along' }))
  await checkPage(organiser, 'an archive, before')
  await askForArchive('short', 'short')
  await expectErrors(organiser, /422/)
  await organiser.getByText('Make the passphrase longer').first().waitFor()
  await askForArchive(WORDS, `${WORDS}s`)
  await expectErrors(organiser, /422/)
  await organiser.getByText('The two are not the same').first().waitFor()
  assert.equal(await organiser.locator('#passphrase').inputValue(), '', 'never back onto a page')
  assert.ok(!(await organiser.content()).includes('quince'))
  await askForArchive(WORDS, WORDS)
  await organiser.getByText('An archive is being made').first().waitFor()
  await reloadUntil(organiser, 'It is ready. It can be fetched once.')
  await organiser.getByText('In it: 2 people, 1 paper.').waitFor()
  await checkPage(organiser, 'an archive, ready')
  archivePath = await organiser.getByRole('link', { name: /Download the archive/ })
    .getAttribute('href')
})

// By command: test/faults/archive.test.mjs. Here by the browser, and without scripts.
test('it is fetched, and the community comes to another place that serves already', async () => {
  const answer = await organiser.context().request.get(archivePath)
  assert.equal(answer.status(), 200)
  assert.match(answer.headers()['content-disposition'], /commontable-\d{4}-\d\d-\d\d\.archive/)
  const folder = mkdtempSync(join(tmpdir(), 'commontable-taken-'))
  const archive = { name: 'riverside.archive', mimeType: 'application/octet-stream',
    buffer: await answer.body() }
  const other = await startServer({ place: { folder, environment: { DATABASE: '' } } })
  const there = await asPerson(other.url, { javaScript: false })
  const pressThere = (name) => goBy(there, there.getByRole('button', { name, exact: true }))
  await there.goto(other.organiserLink)
  await checkPage(there, 'setting up, or bringing a community')
  await goBy(there, there.getByRole('link', { name: 'Bring a community here from an archive' }))
  await checkPage(there, 'bringing a community')
  await pressThere('Look what is in it')
  await expectErrors(there, /422/)
  await checkPage(there, 'bringing a community, refused')
  await there.locator('input[type=file]').setInputFiles(archive)
  await there.getByLabel('The passphrase of the archive').fill(`${WORDS}s`)
  await pressThere('Look what is in it')
  await reloadUntil(there, 'does not open with this passphrase')
  await checkPage(there, 'bringing a community, another passphrase')
  await there.getByLabel('The passphrase of the archive').fill(WORDS)
  await pressThere('Try this passphrase')
  await reloadUntil(there, 'What does not come along')
  await there.getByText('2 people').waitFor()
  await checkPage(there, 'bringing a community, what is in it')
  await pressThere('Yes, bring it here')
  await reloadUntil(there, /Come in as/)
  await checkPage(there, 'brought: come in')
  await pressThere('Come in as Rowan Field')
  assert.equal(await there.locator('h1').textContent(), 'First steps')
  await there.goto('/people')
  assert.equal(await there.getByRole('link', { name: 'Amina Hale' }).count(), 1)
  await there.goto('/papers')
  assert.equal(await there.getByRole('link', { name: 'The garden' }).count(), 1)
  await other.stop()
})

test('it stands on record that it was fetched; the passphrase is not kept', async () => {
  await organiser.goto('/upkeep/archive')
  await reloadUntil(organiser, 'It was fetched. It can be fetched for one hour more')
  await organiser.goto('/powers')
  await organiser.getByRole('row', { name: /An archive of everything to take along/ }).waitFor()
  const database = new DatabaseSync(join(server.data, 'commontable.db'))
  const { passphrase } = database.prepare('SELECT passphrase FROM upkeep_archive').get()
  database.close()
  assert.equal(passphrase.length, 0, 'the passphrase is not kept')
  const stranger = await asPerson(server.url)
  assert.equal((await stranger.context().request.get(archivePath)).status(), 401)
})

test('who runs this says how we leave', async () => {
  await organiser.goto('/privacy')
  await organiser.getByText(/They can make an archive/).waitFor()
})

test('a stranger and a member get no backup', async () => {
  const stranger = await asPerson(server.url)
  const answer = await stranger.context().request.get(`${backupPath}/file`)
  assert.equal(answer.status(), 401)
  assert.match(answer.headers()['content-type'], /html/)
})

// ---- mail ----

async function nameServer({ name = 'localhost', port, encryption, user = '', password = '' }) {
  await organiser.goto('/upkeep/mail')
  await organiser.getByLabel('By a mail server', { exact: true }).check()
  await organiser.getByLabel(encryption).check()
  const boxes = { server: name, port, sender: 'table@riverside.example', user, password }
  for (const [box, typed] of Object.entries(boxes))
    await organiser.locator(`#${box}`).fill(String(typed))
  await press('Keep this')
}

async function tryMail() {
  await organiser.goto('/upkeep/mail/test')
  await organiser.getByLabel('Send a test to this address').fill('rowan@riverside.example')
  await press('Send a test')
  await organiser.getByText('The test is on its way').waitFor()
  const until = Date.now() + WAIT_MS
  while (await organiser.getByText('It is on its way.').count()) {
    assert.ok(Date.now() < until, 'the test of mail does not end')
    await organiser.goto('/upkeep/mail/test')
  }
  return organiser.locator('.ct-card').innerText()
}

async function mailServer(options) {
  const one = await startMailServer(options)
  mailServers.push(one)
  return one
}

async function portOfNobody() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

const NONE = /^None/
const WRAPPED = /^From the start/
const UPGRADED = /^After hello/

test('a test of mail names the step that failed', async (t) => {
  const plain = await mailServer()
  const refusing = (refuses) => mailServer({ refuses })
  const steps = [
    ['Nobody answered', { port: await portOfNobody(), encryption: NONE }],
    ['no safe connection', { port: plain.port, encryption: UPGRADED }],
    ['no safe connection', { port: plain.port, encryption: WRAPPED }],
    ['not as a mail server does', { port: (await refusing('greeting')).port, encryption: NONE }],
    ['address that mails come from', { port: (await refusing('sender')).port, encryption: NONE }],
    ['address that the test went to', { port: (await refusing('recipient')).port,
      encryption: NONE }],
    ['but not the mail', { port: (await refusing('text')).port, encryption: NONE }],
  ]
  for (const [words, settings] of steps)
    await t.test(words, async () => {
      await nameServer(settings)
      assert.ok((await tryMail()).includes(words), await organiser.locator('main').innerText())
    })
  await t.test('its name is not found', async () => {
    await nameServer({ name: 'no-such-host.invalid', port: 25, encryption: NONE })
    assert.match(await tryMail(), /name of the mail server was not found/)
  })
  await checkPage(organiser, 'a test of mail that failed')
  assert.equal(plain.mails.length, 0)
})

test('a password goes out sealed by TLS only, and a wrong one is told', async () => {
  const refusing = await mailServer({ certificate, hasSignIn: true, refuses: 'sign-in' })
  await nameServer({ port: refusing.port, encryption: NONE, user: 'table', password: 'pear' })
  await expectErrors(organiser, /422/)
  await organiser.getByText('A password is never sent without encryption').first().waitFor()
  assert.equal(await organiser.locator('#password').inputValue(), '')
  await nameServer({ port: refusing.port, encryption: WRAPPED, user: 'table', password: 'pear' })
  assert.match(await tryMail(), /refused the user name or password/)
  await organiser.goto('/upkeep')
  await organiser.getByText('The mail server refused the user name or password.').waitFor()
})

test('and mail that works', async () => {
  const good = await mailServer({ certificate, hasSignIn: true })
  await nameServer({ port: good.port, encryption: WRAPPED, user: 'table', password: '' })
  assert.match(await tryMail(), /took the mail/)
  assert.deepEqual(good.signedIn, ['table:pear']) // kept since the form before
  assert.equal(good.mails.length, 1)
  assert.match(good.mails[0], /From: Riverside <table@riverside\.example>/)
  assert.match(good.mails[0], /To: .*rowan@riverside\.example/)
  await organiser.goto('/upkeep')
  await organiser.getByText(/The last test worked, on/).waitFor()
})

// ---- privacy and complaints ----

test('who answers for the data is said once, and everybody can read it', async () => {
  await organiser.goto('/upkeep/privacy')
  await organiser.getByLabel('How can people reach them about their data?').fill('01632 960 050')
  await organiser.getByLabel('We are a public body').check()
  await press('Keep this')
  assert.equal(new URL(organiser.url()).pathname, '/privacy')
  const stranger = await asPerson(server.url, { javaScript: false, width: 320 })
  await stranger.goto('/')
  await stranger.getByRole('link', { name: 'Who runs this, and your data' }).click()
  await stranger.getByText('01632 960 050').waitFor()
  await stranger.getByText(/Freedom of Information Act/).waitFor()
  await stranger.getByRole('link', { name: 'Easy Read' }).first().click()
  await stranger.getByText('Who runs this, and facts about you').first().waitFor()
  await checkPage(stranger, 'privacy, in Easy Read')
  await lookAt(stranger, 'upkeep-privacy-easy')
})

test('a complaint waits for its answer, overdue is said, and the answer is told', async () => {
  const stranger = await asPerson(server.url, { javaScript: false })
  await stranger.goto('/privacy')
  await stranger.getByRole('button', { name: 'Complain about how data is used' }).click()
  await stranger.getByRole('button', { name: 'Send it' }).click()
  await stranger.getByText('Please look at this again').waitFor()
  await expectErrors(stranger, /422/)
  await stranger.getByLabel('What is wrong with how data is used?').fill('My file lay open.')
  await stranger.getByRole('button', { name: 'Send it' }).click()
  await stranger.getByText(/We say by .* that we have it/).waitFor()
  await checkPage(stranger, 'the receipt')
  const receipt = stranger.url()

  await organiser.goto('/')
  await organiser.getByText('Somebody waits for an answer.').waitFor()
  const database = new DatabaseSync(join(server.data, 'commontable.db'))
  const words = Buffer.from(database.prepare('SELECT words FROM upkeep_complaint').get().words)
  assert.ok(!words.includes('file'), 'the complaint is not sealed')
  database.exec('UPDATE upkeep_complaint SET due_us = made_at_us - 1')
  database.close()
  await organiser.goto('/upkeep')
  await organiser.getByText('1 is overdue.').waitFor()
  await press('Answer')
  await organiser.getByText(/Overdue. Say that you have it/).waitFor()
  await checkPage(organiser, 'complaints')
  await goBy(organiser, organiser.locator('tbody a'))
  await checkPage(organiser, 'one complaint')
  await press('Say that we have it')
  await stranger.goto(receipt)
  await stranger.getByText(/We told you on .* that we have it/).waitFor()
  await organiser.getByLabel('What came of it?').fill('We lock the hall now.')
  await press('Tell them')
  await stranger.goto(receipt)
  await stranger.getByText('We lock the hall now.').waitFor()
  const other = await stranger.context().request.get(receipt.slice(0, -1) + '_')
  assert.equal(other.status(), 404)
})

test('the impact assessment is a paper to go on with', async () => {
  await organiser.goto('/upkeep/assessment')
  await press('Write it')
  assert.equal(await organiser.locator('h1').textContent(),
    'Data protection impact assessment: Riverside')
  await organiser.getByText('01632 960 050').first().waitFor()
  await organiser.goto('/upkeep/first-steps')
  // to come back, worries, house rules, the sheet
  assert.equal(await organiser.getByText('Not yet').count(), 4)
  await organiser.goto('/upkeep/keys')
  await organiser.locator('main form input[type=checkbox]').check()
  await press('Show the sheet')
  await organiser.goto('/upkeep/first-steps')
  assert.equal(await organiser.getByText('Not yet').count(), 3)
})

// ---- how long things are kept, what ran, who may ----

test('what a time would remove is shown, and then it goes', async () => {
  const folder = join(server.data, 'mail')
  await organiser.goto('/upkeep/mail')
  await organiser.getByLabel('No mail here').check()
  await press('Keep this')
  await tryMail() // into the folder
  const month = Date.now() / 1000 - 20 * 86400
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), month, month)
  const count = readdirSync(folder).length
  assert.ok(count > 0)
  await organiser.goto('/upkeep/keep')
  await organiser.getByRole('link', { name: /Change.*Mails that lie in the folder/ }).click()
  assert.match(await organiser.locator('main').innerText(),
    new RegExp(`7 days\\s+Today this would remove ${count}\\.`))
  await organiser.getByLabel('7 days').check()
  await press('Keep them so long')
  assert.equal(readdirSync(folder).length, count) // not before the round
  await press('Remove what is old now')
  await reloadUntil(organiser, 'What was removed')
  assert.equal(readdirSync(folder).length, 0)
  await checkPage(organiser, 'what was removed')
})

test('what ran when, and who may do what', async () => {
  await organiser.goto('/upkeep/work')
  const making = organiser.locator('.govuk-summary-list__row', { hasText: 'Making a backup' })
  assert.match(await making.innerText(), /Fine\s+It worked last on /)
  await organiser.getByText('Work that did not run here yet').click()
  const unused = organiser.locator('details li')
  assert.ok((await unused.allInnerTexts()).includes('Making letters to print'))
  assert.equal(await unused.getByText('Making a backup', { exact: true }).count(), 0)
  await press('Look now')
  await reloadUntil(organiser, /^Whole on /)
  await checkPage(organiser, 'what ran when')
  await organiser.goto('/upkeep/rights')
  await organiser.getByText('Rowan Field').waitFor()
  await organiser.goto('/upkeep')
  await organiser.getByText('This is fine').waitFor()
  await checkPage(organiser, 'looking after this')
  await lookAt(organiser, 'upkeep')
})

test('members can read that a backup was downloaded; no name stands there', async () => {
  await organiser.goto('/powers')
  assert.equal(await organiser.getByRole('row', { name: /A backup of everything was downloaded/ })
    .getByRole('cell').first().textContent(), '1')
  assert.equal(await organiser.locator('main').getByText('Rowan').count(), 0)
})

test('every page was valid HTML', assertValidHtml)
