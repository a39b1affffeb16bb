// SPDX-License-Identifier: AGPL-3.0-or-later
// The figures: each says its name and goal and measures itself, what is compared taking turns. It
// returns { rounds, note }: one value a round, of which the median counts, and words on the side.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { crawl, endAll, fetchPage, fill, freePort, guide, keepAlive, memoryOf, overwritesASecond,
  pagesASecond, postsASecond, program, scratch, sendForm, serve, startNginx }
  from './place.mjs'

const run = promisify(execFile)
const ROUNDS = 5
// What one run may post: 400 accounts, each with its own allowance of 120 at once and 120 a minute.
const POSTS = 160_000
const VARIED_BY_MAIL = 300 // of bench-fill's varied members
const BATCH_MATTERS_BELOW = 10_000

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
const whole = (value) => Math.round(value).toLocaleString('en-GB')
const spreadOf = (values) => `${whole(Math.min(...values))}–${whole(Math.max(...values))}`

async function inRounds(count, measure) {
  const rounds = []
  for (let i = 0; i < count; i++) rounds.push(await measure(i))
  return rounds
}

// One filled place with papers serves all that only reads.
let readingPlace
const placeToRead = () => (readingPlace ??= fill('reading', { papers: 55 }))

async function measurePage() {
  const place = placeToRead()
  const server = await serve(place)
  const { status, body } = await fetchPage(server, '/papers', { cookie: place.member })
  if (status !== 200 || body.length < 12 * 1024) {
    throw new Error(`/papers: ${status}, ${body.length} bytes`)
  }
  const port = await startNginx(body)
  const ours = [], theirs = []
  const rounds = await inRounds(ROUNDS, async () => {
    theirs.push(await pagesASecond(`http://127.0.0.1:${port}/page`))
    ours.push(await pagesASecond(`${server.url}/papers`,
      { Host: 'localhost', Cookie: place.member }))
    return ours.at(-1) / theirs.at(-1)
  })
  await server.stop()
  return { rounds,
    note: `${body.length} bytes; ${spreadOf(ours)}/s against ${spreadOf(theirs)}/s` }
}

// From the journal: a form counts when it was kept (303), with at least eight statements.
function checkPosts(server) {
  const posts = server.journal().filter((line) => line.method === 'POST')
  const bad = posts.find((line) => line.status !== 303 || line.statements < 8)
  if (bad || posts.length === 0) throw new Error(`not a whole form: ${JSON.stringify(bad)}`)
  return Math.min(...posts.map((line) => line.statements))
}

// A server of its own for each round: on a fast machine the senders would reach how often one
// account may post. { rate, statements }
async function oneRoundOfPosts(place, options) {
  const server = await serve(place, options)
  const rate = await postsASecond(server, place)
  const statements = checkPosts(server)
  await server.stop()
  return { rate, statements }
}

async function measurePosts({ communities, postgres = '', kind = '' }) {
  const place = fill(['posts', kind, postgres ? 'postgres' : ''].filter(Boolean).join('-'),
    { communities, posts: Math.ceil(POSTS / communities), postgres, kind })
  const disks = [], posts = []
  let statements = Infinity
  const rounds = await inRounds(ROUNDS, async () => {
    disks.push(await overwritesASecond())
    const round = await oneRoundOfPosts(place)
    posts.push(round.rate)
    statements = Math.min(statements, round.statements)
    return posts.at(-1) / disks.at(-1)
  })
  return { rounds, disk: median(disks), note: `${statements} statements; ${spreadOf(posts)}/s`
    + ` against ${spreadOf(disks)}/s` }
}

// On a fast disk the processor is what limits: then sharing commits must pay against not sharing.
async function measureGain(kind) {
  const shared = fill(`gain-shared-${kind}`, { posts: POSTS, kind })
  const single = fill(`gain-single-${kind}`, { posts: POSTS, kind })
  const all = [], alone = []
  const rounds = await inRounds(ROUNDS, async () => {
    all.push((await oneRoundOfPosts(shared)).rate)
    alone.push((await oneRoundOfPosts(single, ['--batch', '1'])).rate)
    return all.at(-1) / alone.at(-1)
  })
  return { rounds, goal: 4, note: `a fast disk: ${spreadOf(all)}/s against ${spreadOf(alone)}/s`
    + ' with a commit for each' }
}

async function measureSqlitePosts(kind) {
  const measured = await measurePosts({ communities: 1, kind })
  return measured.disk > BATCH_MATTERS_BELOW ? measureGain(kind) : measured
}

const percentile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))]

// Four people who each load a page every 10 ms.
async function othersWait(server, cookie, milliseconds) {
  const waits = [], until = performance.now() + milliseconds
  await Promise.all([0, 1, 2, 3].map(async (i) => {
    const agent = keepAlive()
    await new Promise((resolve) => setTimeout(resolve, 2.5 * i))
    while (performance.now() < until) {
      const { ms, status } = await fetchPage(server, '/', { cookie, agent })
      if (status !== 200) throw new Error(`/ answered ${status}`)
      waits.push(ms)
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 10 - ms)))
    }
    agent.destroy()
  }))
  return percentile(waits, 0.99)
}

async function measureOthers() {
  const place = placeToRead()
  const server = await serve(place)
  const pages = await crawl(server, place.organiser)
  const slowest = pages.sort((a, b) => b.ms - a.ms)[0]
  const alone = []
  await othersWait(server, place.member, 500)
  const rounds = await inRounds(ROUNDS, async () => {
    alone.push(await othersWait(server, place.member, 2000))
    const load = pagesASecond(server.url + slowest.path,
      { Host: 'localhost', Cookie: place.organiser }, { seconds: 3, clients: 1, threads: 1 })
    await new Promise((resolve) => setTimeout(resolve, 300))
    const wait = await othersWait(server, place.member, 2000)
    await load
    return wait
  })
  await server.stop()
  return { rounds, note: `${slowest.path.replace(/[0-9a-z]{14}/g, ':id')} takes`
    + ` ${slowest.ms.toFixed(1)} ms; without it ${median(alone).toFixed(1)} ms` }
}

async function measureStart() {
  const place = placeToRead()
  const rounds = await inRounds(15, async () => {
    const { stdout } = await run('build/bench/bench-start',
      [program, String(await freePort()), '/papers', place.member], { env: place.env })
    return Number(stdout)
  })
  return { rounds }
}

async function measureIdleMemory() {
  const place = placeToRead()
  const rounds = await inRounds(3, async () => {
    const server = await serve(place)
    await fetchPage(server, '/papers', { cookie: place.member })
    const memory = memoryOf(server.pid) / 1024
    await server.stop()
    return memory
  })
  return { rounds, note: 'resident, 500 members, after one page' }
}

const CONNECTIONS = 1000

async function measureConnections() {
  const place = placeToRead()
  const rounds = await inRounds(3, async () => {
    const server = await serve(place)
    await pagesASecond(`${server.url}/`, { Host: 'localhost', Cookie: place.member },
      { seconds: 1 })
    const before = memoryOf(server.pid)
    const agents = []
    for (let i = 0; i < CONNECTIONS; i++) {
      agents.push(keepAlive())
      await fetchPage(server, '/', { cookie: place.member, agent: agents.at(-1) })
    }
    const after = memoryOf(server.pid)
    for (const agent of agents) agent.destroy()
    await server.stop()
    return (after - before) / CONNECTIONS
  })
  return { rounds, note: `${CONNECTIONS} kept open after a page each` }
}

// They ask every subject what it holds of somebody: doc/decisions/0012.
const WHOLE_RECORDS = ['/me/record', '/me/record/file', '/people/:member/file']

async function measureStatements() {
  const place = placeToRead()
  const server = await serve(place)
  await crawl(server, place.organiser)
  await crawl(server, place.member)
  const lines = server.journal().filter((line) =>
    line.method === 'GET' && line.status === 200 && !WHOLE_RECORDS.includes(line.route))
  await server.stop()
  const most = lines.reduce((a, b) => (b.statements > a.statements ? b : a))
  return { rounds: [most.statements],
    note: `${most.route}; ${new Set(lines.map((line) => line.route)).size} routes seen` }
}

async function measureGuideHtml() {
  return { rounds: await inRounds(ROUNDS, async () =>
    Number((await run('build/bench/bench-html', [guide, '200'])).stdout)) }
}

async function timed(file, words) {
  const began = performance.now()
  await run(file, words, { maxBuffer: 1 << 26 })
  return performance.now() - began
}

const makes = (format) => timed(program,
  ['format', '--to', format, guide, '-o', join(scratch, `guide.${format}`)])

async function measureLargePrint() {
  const page = join(scratch, 'guide.html'), ours = [], theirs = []
  await makes('html')
  const rounds = await inRounds(ROUNDS, async () => {
    theirs.push(await timed('chromium', ['--headless', '--no-sandbox', '--disable-gpu',
      `--user-data-dir=${mkdtempSync(join(scratch, 'chromium-'))}`,
      `--print-to-pdf=${join(scratch, 'chromium.pdf')}`, page]))
    ours.push(await makes('large-print'))
    return ours.at(-1) / theirs.at(-1)
  })
  return { rounds, note: `${spreadOf(ours)} ms against ${spreadOf(theirs)} ms` }
}

// A paper of 40 pages for 500 members in six formats: from "send" until every format is made, it is
// let out, and the last mail has gone. Others load pages meanwhile.
async function sendLongPaper(server, cookie) {
  const papers = String((await fetchPage(server, '/papers', { cookie })).body)
  const paper = /href="(\/papers\/[0-9a-z]{14})"/.exec(papers)[1]
  const began = performance.now()
  const release = await sendForm(server, `${paper}/send`, cookie, '/send', { to: 'all' })
  let ready
  for (;;) {
    const { body } = await fetchPage(server, release, { cookie })
    if (String(body).includes('/release"')) break
    if (performance.now() - began > 5 * 60_000) throw new Error('the formats do not get ready')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  ready = performance.now()
  await sendForm(server, release, cookie, '/release')
  return { began, ready }
}

async function measureSending() {
  const waits = [], memory = []
  let note = ''
  const rounds = await inRounds(3, async (round) => {
    const place = fill(`sending-${round}`, { kind: 'varied' })
    const server = await serve(place)
    const mails = join(place.data, 'mail')
    const alone = await othersWait(server, place.member, 1000)
    const before = memoryOf(server.pid)
    let isOver = false
    const others = (async () => {
      while (!isOver) waits.push(await othersWait(server, place.member, 1000))
    })()
    const { began, ready } = await sendLongPaper(server, place.organiser)
    while ((existsSync(mails) ? readdirSync(mails).length : 0) < VARIED_BY_MAIL)
      await new Promise((resolve) => setTimeout(resolve, 50))
    const ended = performance.now()
    isOver = true
    await others
    memory.push((memoryOf(server.pid) - before) / 1024)
    await server.stop()
    note = `formats ${((ready - began) / 1000).toFixed(1)} s; others' p99`
      + ` ${Math.max(...waits).toFixed(1)} ms, ${alone.toFixed(1)} alone;`
      + ` ${Math.max(...memory).toFixed(1)} MB more memory`
    return (ended - began) / 1000
  })
  return { rounds, note }
}

// The page of a group with ten years of meetings, against that of one with ten meetings.
async function measureLongGroup() {
  const place = fill('long-group', { kind: 'meetings' })
  const server = await serve(place)
  const [few, many] = ['few', 'many'].map((name) => new RegExp(`^${name} (.*)$`, 'm')
    .exec(place.said)[1])
  const paths = ['', '/meetings']
  const rates = async (group) => {
    const all = []
    for (const path of paths)
      all.push(await pagesASecond(`${server.url}${group}${path}`,
        { Host: 'localhost', Cookie: place.organiser }, { seconds: 1 }))
    return all
  }
  for (const path of [few, many].flatMap((group) => paths.map((rest) => group + rest))) {
    const { status } = await fetchPage(server, path, { cookie: place.organiser })
    if (status !== 200) throw new Error(`${path}: ${status}`)
  }
  const seen = []
  const rounds = await inRounds(ROUNDS, async () => {
    const [ofFew, ofMany] = [await rates(few), await rates(many)]
    seen.push(...ofMany)
    return Math.max(...paths.map((_, i) => ofFew[i] / ofMany[i]))
  })
  await server.stop()
  return { rounds, note: `its own page and its meetings, the worse of both; ${spreadOf(seen)}/s` }
}

const inSeconds = (format, count) => async () =>
  ({ rounds: await inRounds(count, async () => await makes(format) / 1000) })

/** `least` or `most` is the goal. */
export const figures = [
  { name: 'page', what: 'signed-in page ÷ nginx', least: 0.3, measure: measurePage },
  { name: 'posts', what: 'durable POSTs ÷ overwrites, SQLite', least: 1.2,
    measure: () => measureSqlitePosts('') },
  { name: 'others', what: "others' p99 during a slow GET, ms", most: 10, measure: measureOthers },
  { name: 'start', what: 'start to first page, ms', most: 25, measure: measureStart },
  { name: 'memory', what: 'idle memory, MB', most: 16, measure: measureIdleMemory },
  { name: 'connections', what: 'memory an idle connection, KB', most: 8,
    measure: measureConnections },
  { name: 'statements', what: 'statements a page, at most', most: 12, measure: measureStatements },
  { name: 'html', what: 'guide as HTML, ms', most: 1, measure: measureGuideHtml },
  { name: 'large-print', what: 'guide in large print ÷ Chromium', most: 0.1,
    measure: measureLargePrint },
  { name: 'braille', what: 'guide in braille, s', most: 0.2, measure: inSeconds('braille', 5) },
  { name: 'speech', what: 'guide as speech, s', most: 5, measure: inSeconds('audio', 3) },
  { name: 'sending', what: '40 pages to 500 members, six formats, s', most: 60,
    measure: measureSending },
  { name: 'long-group', what: 'group of ten years ÷ of ten meetings', most: 1.5,
    measure: measureLongGroup },
  { name: 'invited', what: 'answers to an invitation ÷ overwrites, SQLite', least: 1.2,
    measure: () => measureSqlitePosts('meetings') },
  { name: 'invited-postgres', what: 'answers to an invitation ÷ overwrites, PostgreSQL',
    least: 0.4, measure: () => measurePosts({ communities: 4, kind: 'meetings',
      postgres: process.env.TEST_POSTGRES_URL }) },
  { name: 'posts-postgres', what: 'durable POSTs ÷ overwrites, PostgreSQL', least: 0.4,
    measure: () => measurePosts({ communities: 4, postgres: process.env.TEST_POSTGRES_URL }) },
]
export { endAll }
