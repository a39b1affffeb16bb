// SPDX-License-Identifier: AGPL-3.0-or-later
// commontable demo: a year that fits together. Every paper is there, can be read and has its dates,
// Easy Read rows have their pictures, older formats are made when somebody asks, and a server that
// starts on it has little to do.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { setTimeout as after } from 'node:timers/promises'
import { startServer } from '../browser/server.mjs'
import { Client, plainText } from './client.mjs'
import { Recount, tablesOf } from './recount.mjs'

const WAIT_MS = 30_000
const FOLDER = 'assets/demo'
const program = join(process.env.BUILD ?? 'build', 'commontable')

let server
let rowan
let papers // title → path, newest first

const commontable = (...words) => execFileSync(program, [...words, '--data', server.data],
  { encoding: 'utf8', env: { ...process.env, ...server.place.environment } })

// Links of a list's cards: [title, path].
const LINK = /<a [^>]*href="(\/papers\/[0-9a-z]{14})"[^>]*>([^<]+)</g
const cardsOf = (page) => [...page.matchAll(LINK)]
  .map(([, path, title]) => [plainText(title).trim(), path])

async function allPapers(client) {
  const found = new Map()
  for (let path = '/papers'; path;) {
    const page = await client.read(path)
    for (const [title, at] of cardsOf(page)) found.set(title, at)
    path = /href="(\/papers\?before=[0-9a-z]{14})"/.exec(page)?.[1]
  }
  return found
}

async function comeIn(name) {
  const [, id] = new RegExp(`href="/people/([0-9a-z]{14})"[^>]*>${name}<`)
    .exec(await rowan.read('/people'))
  const client = new Client(server.url)
  await client.come(/https?:\/\/\S+/.exec(commontable('link', '--member', id))[0])
  return client
}

before(async () => {
  server = await startServer({ isDemo: true })
  rowan = new Client(server.url)
  await rowan.come(server.organiserLink)
  papers = await allPapers(rowan)
})

test('sixty people, thirty papers and six groups, and nothing is made twice', async () => {
  assert.match(await rowan.read('/people'), /60 people/)
  assert.equal(papers.size, 30)
  const groups = await rowan.read('/groups')
  const closed = await rowan.read('/groups/closed')
  for (const name of ['Short breaks group', 'Bus to the hospital', 'Garden at Mill Lane',
    'Garden money'])
    assert.match(groups, new RegExp(`>${name}<`))
  assert.match(closed, />What is a good day\?</)
  assert.doesNotMatch(groups + closed, /Tuesday talk/) // only its members know of it
  assert.match(commontable('demo'), /nothing was changed/)
  assert.match(commontable('verify'), /All is well/)
})

test('every paper of the folder is used, and is of a length that people read', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.md'))
  const named = [...readFileSync(join(FOLDER, 'papers.ini'), 'utf8').matchAll(/^\[(.+)\]$/gm)]
    .map(([, name]) => name)
  assert.deepEqual(files.filter((name) => !named.includes(name.split('.')[0])), [])
  for (const name of named) {
    const words = readFileSync(join(FOLDER, `${name}.md`), 'utf8').split(/\s+/).length
    assert.ok(words >= 150 && words <= 900, `${name}: ${words} words`)
  }
})

test('Easy Read rows are short, and their pictures are there', () => {
  const drawn = [...readFileSync(join(FOLDER, 'talk.ini'), 'utf8')
    .matchAll(/\|drawn\|[^|]+\|([^|]+)\|/g)]
    .map(([, shows]) => shows.toLowerCase().replaceAll(' ', '-'))
  assert.equal(drawn.length, 2)
  const pictures = new Set([...drawn, ...readFileSync('assets/pictures.list', 'utf8').split('\n')
    .map((line) => line.split(' ')[0])])
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.easy.md'))
  assert.ok(files.length >= 12, `${files.length} have Easy Read`)
  for (const file of files)
    for (const row of readFileSync(join(FOLDER, file), 'utf8').trim().split(/\n\n+/).slice(1)) {
      if (row.startsWith('## ')) continue
      const [first, ...lines] = row.split('\n')
      const sentences = lines.filter((line) => !/^from: [\d+, ]+$/.test(line))
      assert.ok(pictures.has(/^!\[[^\]]*\]\(([^)]+)\)$/.exec(first)?.[1]), `${file}: ${first}`)
      assert.ok(sentences.length >= 1 && sentences.length <= 3, `${file}: ${row}`)
      for (const sentence of sentences)
        assert.ok(sentence.split(' ').length <= 15, `${file}: ${sentence}`)
    }
})

test('every paper can be read, with dates in place of their names', async () => {
  for (const [title, path] of papers) {
    const page = await rowan.read(path)
    assert.doesNotMatch(page, /\{\w+/, title)
    assert.match(page, /govuk-heading/, title)
  }
})

test('papers are found by their words at once', async () => {
  const page = await rowan.read('/papers/find?words=wheelchair+bed')
  const found = cardsOf(page).map(([title]) => title)
  assert.ok(found.includes('The garden behind the library: what we did and what it cost'),
    found.join('; '))
  assert.ok(found.length >= 2 && found.length < papers.size, `${found.length} found`)
})

test('in Easy Read lists are short, and all of it is reached page by page', async () => {
  const easy = await comeIn('Rowan Field')
  await easy.ask('/?language=en-GB-x-easyread')
  for (const [list, most, all] of [['people', 20, 60], ['papers', 10, 30]]) {
    const found = new Set()
    const been = new Set() // a list leads back too
    const link = new RegExp(`href="/${list}/([0-9a-z]{14})"`, 'g')
    for (let path = `/${list}`; path;) {
      been.add(path)
      const page = await easy.read(path)
      const here = [...page.matchAll(link)].map(([, id]) => id)
      assert.ok(here.length > 0 && here.length <= most, `${path}: ${here.length}`)
      for (const id of here) found.add(id)
      path = [...page.matchAll(/href="(\/\w+\?(?:after|before)=[0-9a-z]{14})"/g)]
        .map(([, to]) => to).find((to) => !been.has(to))
    }
    assert.equal(found.size, all, list)
  }
})

test('an older paper is made in a format when somebody asks for it', async () => {
  const amina = await comeIn('Amina Hale')
  const paper = (await allPapers(amina)).get('Welcome to the Riverside table')
  const asked = `${paper}/as/large-print?points=24`
  assert.match((await amina.ask(asked)).page, /is not made as large print/)
  await amina.fillIn(asked, {})
  for (const until = Date.now() + WAIT_MS; ; await after(50)) {
    const answer = await amina.ask(asked)
    if (answer.headers.get('content-type') === 'application/pdf') break
    assert.ok(Date.now() < until, `${answer.status}: ${answer.page.slice(0, 500)}`)
  }
})

test('who came late has what was sent since', async () => {
  const ivo = await comeIn('Ivo Hedge')
  assert.deepEqual([...(await allPapers(ivo)).keys()], ['Who chooses what in the new day centre?'])
})

test('a server that starts on it makes the two newest papers alone', async () => {
  const paper = await rowan.read(papers.get('What we do at our next meeting'))
  const release = /href="(\/releases\/[0-9a-z]{14})"/.exec(paper)[1]
  for (const until = Date.now() + WAIT_MS; ; await after(50)) {
    if (/Everything is ready/.test(await rowan.read(release))) break
    assert.ok(Date.now() < until, 'the formats of the newest paper are not ready')
  }
  // What waits longest is made first: of older papers only what was asked for above.
  const made = readdirSync(join(server.data, 'cache'))
  assert.ok(made.length >= 8 && made.length <= 2 * 10 + 1, `${made.length} files`)
})

test('one paper went out early, and members read why', async () => {
  assert.match(await rowan.read('/powers'), /It will be in the newspaper tomorrow/)
})

const pathsOf = (page) => [...page.matchAll(/href="(\/register\/groups\/[0-9a-z]{14})"/g)]
  .map(([, path]) => path)
const plain = (page) => plainText(/<main[^]*<\/main>/.exec(page)[0].replace(/<[^>]*>/g, ' '))
  .replace(/\s+/g, ' ')

test('a paper was changed, and who had it sees what changed and why (R66, R97)', async () => {
  const mabel = await comeIn('Mabel Croft')
  const list = await mabel.read('/papers')
  assert.equal(list.match(/Changed since you got it/g).length, 1)
  const path = (await allPapers(mabel)).get('The number 12 in the evening: the trial starts')
  assert.match(plain(await mabel.read(path)), /What changed and why.*ten minutes later/)
  assert.match(plain(await mabel.read(`${path}/changes`)), /8\.16.{0,120}8\.26/)
  assert.match(await mabel.read(`${path}/versions/1`), /8\.16 pm/)
  // Who reads Easy Read has its changes first.
  await mabel.ask('/?language=en-GB-x-easyread')
  assert.match(plain(await mabel.read(`${path}/changes`)),
    /In the Easy Read.*8\.32.*In the long paper.*8\.26/)
  await mabel.ask('/?language=en-GB')
  // What is being written is the organisers' until it is sent.
  const day = papers.get('Who chooses what in the new day centre?')
  assert.match(await rowan.read(day), /A change is being written/)
  assert.doesNotMatch(await mabel.read(day), /When we eat|being written/)
})

test('people said something about parts of papers, each in their way (R11, R94)', async () => {
  const ike = await comeIn('Ike Dell')
  const mabel = await comeIn('Mabel Croft')
  const bus = `${papers.get('The number 12 in the evening: the trial starts')}/comments`
  const said = plain(await mabel.read(bus))
  for (const words of [/Dilys Beck.*by reply slip.*Written down by Rowan Field/,
    /Mabel Croft.*by telephone/, /Gus Pasture.*Both buses have a low floor/,
    /Somebody, without their name/, /Answer from Rowan Field.*What we did.*seat/,
    /An organiser hid this, because it breaks the house rules: It speaks badly of one driver/,
    /About an earlier version/])
    assert.match(said, words)
  assert.doesNotMatch(said, /Tariq|Barry/)
  assert.match(plain(await ike.read(bus)), /Barry/) // its writer still reads it
  assert.match(plain(await rowan.read(
    `${papers.get('Who chooses what in the new day centre?')}/comments`)), /Hana Mere.*by mail/)
  assert.match(await rowan.read('/powers'), /It speaks badly of one driver/)
})

test('people made formats: by address, in words; one late, one not made (R66)', async () => {
  const day = papers.get('Who chooses what in the new day centre?')
  const made = plain(await rowan.read(`${day}/made`))
  for (const words of [/film in sign language It is here.*Carys Glen/, /translation: Polski.*Ola/,
    /recording read by a person Pearl Sluice makes it, by/])
    assert.match(made, words)
  const carys = await comeIn('Carys Glen')
  const page = await carys.read(day)
  assert.match(plain(page), /Your format came on/)
  const [film] = /\/made\/[0-9a-z]{14}/.exec(page)
  assert.match(await carys.read(film), /href="https:\/\/films\.riverside\.example\//)
  assert.match(plain(await rowan.read(`${papers.get('Notes from the open morning')}/made`)),
    /photo story.*too dark/)
  const late = plain(await rowan.read('/releases'))
  for (const words of [/It is late: A recording read by a person The number 12/,
    /letters? (is|are) not posted yet/, /not rung, visited or written to yet/,
    /1 person does not know yet that their format came/])
    assert.match(late, words)
})

test('Easy Read: who checked it, what is hard, what rows say, pictures (R97)', async () => {
  const day = papers.get('Who chooses what in the new day centre?')
  const page = await rowan.read(`${day}/easy`)
  assert.match(plain(page), /Checked by Noor, Elsie, Arlo and Priya on .*by Jean Lantern on/)
  const [picture] = /\/pictures\/our-kitchen-table-in-the-middle[^"]*/.exec(page)
  const answer = await rowan.ask(picture)
  assert.match(answer.headers.get('content-type'), /^image\/(png|jpeg)$/)
  assert.match(plain(await rowan.read('/pictures')), /Our garden from above Made by Asha Meadow/)
  const editor = plain(await rowan.read(`${day}/easy/change`))
  assert.match(editor, /This was hard to understand.*Joe Marsh/)
  assert.match(editor, /2 rows of the Easy Read may be out of date/)
  assert.equal(editor.match(/The paper says( now)?: /g).length, 9)
  assert.match(plain(await rowan.read(day)), /Words explained.*Lease/)
  for (const [title, path] of papers) { // of the others no row is out of date
    if (path === day) continue
    const rows = plain(await rowan.read(`${path}/easy/change`))
    assert.doesNotMatch(rows, /may be out of date/, title)
    if (/The garden behind the library: what/.test(title)) assert.match(rows, /The paper says: /)
  }
})

// ---- the figures, a second time ----

function tablesNow() {
  const at = (name) => join(server.place.folder, name)
  writeFileSync(at('secret'), 'four quiet words here\n', { mode: 0o600 })
  commontable('export', '--passphrase-file', at('secret'), at('all.archive'))
  commontable('import', '--passphrase-file', at('secret'), '--open', at('all.tar'),
    at('all.archive'))
  return tablesOf(readFileSync(at('all.tar')))
}

const PARTS = { papers: 3, ideas: 3, actions: 3, told: 2, levels: 3, needs: 3, reward: 3 }
const LEAST = { papers: 20, ideas: 10, actions: 15, told: 10, levels: 8, needs: 10, reward: 10 }
const SMALL_GROUP = 10

// What a figure's page tells: the numbers of its table, or none. What was promised stands apart.
const numbersOf = (page) => [...((page.match(/<table[^]*?<\/table>/g) ?? [])
  .find((table) => !table.includes('How far people were promised')) ?? '')
  .matchAll(/<td class="[^"]*numeric[^"]*">(\d+)<\/td>/g)].map(([, number]) => Number(number))

function seeFigure(page, code, counts, people, where) {
  const { yes, all, unknown = 0 } = counts
  const isProtected = ['needs', 'reward'].includes(code)
  const isTold = all > 0 && (all >= LEAST[code] || (!isProtected && people <= SMALL_GROUP))
  const parts = PARTS[code] === 2 ? [yes, all - yes, all] : [yes, all - yes - unknown, unknown, all]
  assert.deepEqual(numbersOf(page).slice(0, PARTS[code] + 1), isTold ? parts : [], where)
  if (counts.notAsked > 0)
    assert.match(plain(page), new RegExp(`About ${counts.notAsked} times somebody came`), where)
  return isTold
}

function seeSaid(page, { yes, all, other }, people, where) {
  const words = plain(page)
  if (other)
    assert.match(words, new RegExp(`${yes} of ${all} people who use services were heard, and` +
      ` ${other.yes} of ${other.all} at their work`), where)
  else if (all >= 5 && (people <= SMALL_GROUP || all < 20))
    assert.match(words, new RegExp(`${yes} of ${all} people said that they were heard`), where)
  else if (all >= 20)
    assert.match(words, new RegExp(`${Math.round(100 * yes / all)} in a hundred people`), where)
  else assert.match(words, /Too few|too few/, where)
  return all >= 5
}

test('each group\'s figures are what its archive says by another count (R10, R102)', async () => {
  const tables = tablesNow()
  const told = {}
  for (const group of tables.working_group) {
    const members = tables.group_member.filter((row) =>
      row.group_id === group.id && row.state === 'in')
    const here = members.map((row) => tables.member.find(({ id }) => id === row.member_id))
      .filter((one) => one.state === 'here')
    const person = await comeIn(here[0].name)
    const list = await person.read('/groups') + await person.read('/groups/closed')
    const [, path] = [...list.matchAll(/href="(\/groups\/[0-9a-z]{14})"[^>]*>([^<]+)</g)]
      .map(([, at, name]) => [plainText(name).trim(), at])
      .find(([name]) => name === group.name) ?? []
    assert.ok(path, group.name)
    const recount = new Recount(tables, group.id, Date.now() * 1000)
    for (const code of Object.keys(PARTS)) {
      const page = await person.read(`${path}/shared/${code}`)
      const isTold = seeFigure(page, code, recount[code](), here.length, `${group.name}: ${code}`)
      told[code] = (told[code] ?? 0) + isTold
    }
    told.said = (told.said ?? 0) + seeSaid(await person.read(`${path}/shared/said`),
      recount.said(), here.length, `${group.name}: said`)
  }
  assert.ok(Object.values(told).every((count) => count > 0), JSON.stringify(told))
})

test('one group tells everybody what became of its work, by two yeses (R94, R102)', async () => {
  const stranger = new Client(server.url)
  const list = await stranger.read('/register/groups')
  assert.equal(pathsOf(list).length, 1)
  const page = plain(await stranger.read(pathsOf(list)[0]))
  for (const words of [/Bus to the hospital/, /What people wanted/, /What was decided, and why/,
    /What changed/, /Who was missing/]) assert.match(page, words)
  assert.doesNotMatch(page, /Chidi|Mabel|Gus/)
})
