// SPDX-License-Identifier: AGPL-3.0-or-later
// A filled place, the server on it, nginx beside it, and wrk against them. Figures are elsewhere.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync }
  from 'node:fs'
import { Agent, get } from 'node:http'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
export const program = 'build/commontable'
export const guide = process.env.GUIDE ?? '../shared/data/guide/guide.md'
export const scratch = mkdtempSync(join(tmpdir(), 'commontable-bench-'))
const running = new Set()

export async function endAll() {
  for (const child of running) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  rmSync(scratch, { recursive: true, force: true })
}

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

// A database of its own on a server: two folders of data must not share one.
function newDatabase(server, name) {
  const database = name.replace(/\W/g, '_')
  execFileSync('createdb', ['--maintenance-db', server, database])
  return server.replace(/\/\w*(?=\?|$)/, `/${database}`)
}

/** 500 members and their papers in each community; { data, env, organiser, member, posts, said }.
 * kind: of bench-fill, "varied" or "meetings"; postgres: the URL of a server to make a database on
 * (else SQLite). */
export function fill(name, { communities = 1, papers = 0, posts = 0, postgres = '', kind = '' }
= {}) {
  const folder = join(scratch, name)
  mkdirSync(folder)
  const data = join(folder, 'data')
  const env = { ...process.env, DATA: data, DATABASE: postgres && newDatabase(postgres, name) }
  const [sessions, forms] = [join(folder, 'sessions'), join(folder, 'posts')]
  const said = execFileSync('build/bench/bench-fill',
    [communities, papers, guide, posts, sessions, forms].map(String).concat(kind || []),
    { env, encoding: 'utf8' })
  const lines = readFileSync(sessions, 'utf8').trim().split('\n').map((line) => line.split(' '))
  const cookieOf = (role) => `session=${lines.find((line) => line[2] === role)[1]}`
  return { folder, data, env, said, posts: forms, organiser: cookieOf('organiser'),
    member: cookieOf('member') }
}

/** The server on a place, its journal in a file: { pid, port, url, journal(), stop() }. */
export async function serve(place, options = []) {
  const port = await freePort()
  const path = join(place.folder, `journal-${port}`)
  const file = openSync(path, 'w')
  const child = spawn(program, ['serve', '--port', String(port), ...options],
    { env: place.env, stdio: ['ignore', 'ignore', file] })
  closeSync(file)
  running.add(child)
  await untilOpen(port, child)
  return {
    pid: child.pid,
    port,
    url: `http://127.0.0.1:${port}`,
    journal: () => readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line)),
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
      running.delete(child)
    },
  }
}

/** Resolves as soon as somebody listens there. */
export async function untilOpen(port, child) {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
    if (child.exitCode !== null) throw new Error('the server ended before it was ready')
  }
}

/** nginx with one worker serving one file at /page; its port. */
export async function startNginx(bytes) {
  const port = await freePort()
  const folder = join(scratch, 'nginx')
  mkdirSync(folder)
  writeFileSync(join(folder, 'page'), bytes)
  writeFileSync(join(folder, 'nginx.conf'), `
    ${process.getuid() === 0 ? 'user root;' : ''}
    daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/log;
    events { worker_connections 1024; }
    http {
      access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
      open_file_cache max=10; default_type text/html;
      client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
      uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
      server { listen 127.0.0.1:${port}; root ${folder}; }
    }`)
  const child = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'ignore' })
  running.add(child)
  await untilOpen(port, child)
  return port
}

function checkAnswers(said) {
  if (/Non-2xx|Socket errors/.test(said)) throw new Error(`not every answer was good:\n${said}`)
}

/** Pages a second. */
export async function pagesASecond(url, headers = {}, { seconds = 2, clients = 16, threads = 2 }
= {}) {
  const words = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const { stdout } = await run('wrk',
    [`-t${threads}`, `-c${clients}`, `-d${seconds}s`, ...words, url])
  checkAnswers(stdout)
  return Number(/Requests\/sec:\s+(\S+)/.exec(stdout)[1])
}

/** Forms that were answered a second, from 64 clients. `place.sent` remembers which were used. */
export async function postsASecond(server, place, seconds = 2) {
  const { stdout } = await run('wrk',
    ['-t1', '-c64', `-d${seconds}s`, '-s', 'bench/posts.lua', `${server.url}/`],
    { env: { ...process.env, POSTS: place.posts, POSTS_FROM: String(place.sent ?? 0) } })
  checkAnswers(stdout)
  place.sent = (place.sent ?? 0) + Number(/Sent: (\d+)/.exec(stdout)[1])
  return Number(/Requests\/sec:\s+(\S+)/.exec(stdout)[1])
}

/** What the disk can do: overwriting 4 KB for good, a second. */
export async function overwritesASecond(milliseconds = 1000) {
  const { stdout } = await run('build/bench/bench-disk', [scratch, String(milliseconds)])
  return Number(stdout)
}

export const keepAlive = () => new Agent({ keepAlive: true })

/** One page: { status, body, ms }. */
export function fetchPage(server, path, { cookie = '', agent } = {}) {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: server.port, path, agent,
      headers: { Host: `localhost:${server.port}`, Cookie: cookie } }, (answer) => {
      const pieces = []
      answer.on('data', (piece) => pieces.push(piece)).on('error', reject).on('end', () =>
        resolve({ status: answer.statusCode, body: Buffer.concat(pieces),
          ms: performance.now() - began }))
    }).on('error', reject)
  })
}

/** Sends the form of a page that posts to a path ending in `action`, as it stands on the page, with
 * `answers` beside; the place it leads to. */
export async function sendForm(server, path, cookie, action, answers = {}) {
  const { body } = await fetchPage(server, path, { cookie })
  const form = [...String(body).matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)]
    .find(([, to]) => to.endsWith(action))
  if (!form) throw new Error(`${path} has no form to ${action}`)
  const fields = [...form[2].matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) =>
    ['name', 'value'].map((name) => new RegExp(` ${name}="([^"]*)"`).exec(tag)[1]))
  const answer = await fetch(`http://localhost:${server.port}${form[1]}`, { method: 'POST',
    redirect: 'manual', headers: { Cookie: cookie },
    body: new URLSearchParams([...fields, ...Object.entries(answers)]) })
  if (answer.status !== 303) throw new Error(`${form[1]} answered ${answer.status}`)
  return answer.headers.get('location')
}

/** Pages that links lead to, at most three of a kind: [{ path, ms }], ms the best of three. */
export async function crawl(server, cookie) {
  const seen = new Set(['/']), kinds = new Map(), pages = []
  for (const path of seen) {
    const tries = []
    for (let i = 0; i < 3; i++) tries.push(await fetchPage(server, path, { cookie }))
    if (tries[0].status !== 200) continue
    pages.push({ path, ms: Math.min(...tries.map((each) => each.ms)) })
    for (const [, link] of String(tries[0].body).matchAll(/href="(\/[^"#]*)"/g)) {
      const kind = link.replace(/[0-9a-z]{14}/g, ':id').replace(/=[^&]*/g, '=')
      const count = kinds.get(kind) ?? 0
      if (link.startsWith('/static/') || seen.has(link) || count >= 3) continue
      kinds.set(kind, count + 1)
      seen.add(link.replaceAll('&amp;', '&'))
    }
  }
  return pages
}

/** Resident memory in KB. */
export function memoryOf(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1])
}
