// SPDX-License-Identifier: AGPL-3.0-or-later
// A real mail server, Debian's Exim, with settings and folders of its own on a free port of this
// machine. It takes every mail for river.test: "gone" has no mailbox, so that a mail to it comes
// back; "refused" is turned away at the door for good, "later" for now; answers lie in one file,
// what others get in another.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const EXIM = '/usr/sbin/exim4'
const START_MS = 10_000

const settings = (folder, port, user) => `primary_hostname = mail.river.test
qualify_domain = river.test
daemon_smtp_ports = ${port}
local_interfaces = 127.0.0.1
tls_advertise_hosts =
acl_smtp_rcpt = at_the_door
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
pid_file_path = ${folder}/pid
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s

begin acl
at_the_door:
  deny local_parts = refused
       message = 5.1.1 not here
  defer local_parts = later
        message = 4.2.1 come back later
  accept

begin routers
gone:
  driver = redirect
  local_parts = gone
  allow_fail
  data = :fail: there is nobody of that name here
answers:
  driver = accept
  local_parts = table
  local_part_suffix = +*
  local_part_suffix_optional
  transport = answers
others:
  driver = accept
  transport = others

begin transports
answers:
  driver = appendfile
  file = ${folder}/answers
  envelope_to_add
  return_path_add
  user = ${user}
others:
  driver = appendfile
  file = ${folder}/others
  envelope_to_add
  return_path_add
  user = ${user}

begin retry
* * F,1h,1m
`

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

const answers = (port) => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1')
  socket.once('data', () => { socket.destroy(); resolve(true) }) // its greeting
  socket.once('error', () => resolve(false))
})

const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms) })

/** Waits until what `look` gives is true; resolves to it. */
export async function until(look, what, limitMs = 20_000) {
  const end = Date.now() + limitMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`waited ${limitMs / 1000} s in vain: ${what}`)
    await wait(50)
  }
}

// Mails of one mailbox file: each starts with a line "From " of the file's own.
function mailsIn(file) {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').split(/^From .*\n/m).slice(1)
}

/** { url, start(), answers(), others(), stop() }: not started yet. */
export async function makeExim() {
  const folder = mkdtempSync(join(tmpdir(), 'commontable-exim-'))
  const isRoot = process.getuid() === 0 // which delivers nothing: Exim runs as its own user then
  const user = isRoot ? 'Debian-exim' : execFileSync('id', ['-un'], { encoding: 'utf8' }).trim()
  const port = await freePort()
  const file = join(folder, 'exim.conf')
  mkdirSync(join(folder, 'spool'))
  writeFileSync(file, settings(folder, port, user))
  if (isRoot) execFileSync('chown', ['-R', user, folder])
  const words = [EXIM, '-C', file, '-bdf']
  if (isRoot) words.unshift('runuser', '-u', user, '--')
  let child

  async function start() {
    child = spawn(words[0], words.slice(1), { stdio: 'ignore' })
    await until(() => answers(port), 'Exim answers', START_MS)
  }

  async function stop() {
    if (child && existsSync(join(folder, 'pid'))) {
      const ended = once(child, 'exit')
      process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')))
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  }

  return { url: `smtp://127.0.0.1:${port}`, start, stop,
    answers: () => mailsIn(join(folder, 'answers')),
    others: () => mailsIn(join(folder, 'others')) }
}
