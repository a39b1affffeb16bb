// SPDX-License-Identifier: AGPL-3.0-or-later
// A mail server for tests, on this machine: takes mails, or refuses at a chosen step.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'

/** A certificate for "localhost" that nobody trusts unless told to: { key, cert, file }. */
export function makeCertificate(folder) {
  const [key, file] = [join(folder, 'mail.key'), join(folder, 'mail.pem')]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
    '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
    '-keyout', key, '-out', file], { stdio: 'ignore' })
  return { key: readFileSync(key), cert: readFileSync(file), file }
}

// One caller's talk. `refuses`: "greeting", "sign-in", "sender", "recipient" or "text".
function talk(socket, { refuses, hasSignIn, mails, signedIn }) {
  const say = (line) => socket.write(`${line}\r\n`)
  const answer = (step, good, bad) => say(refuses === step ? bad : good)
  const answers = {
    EHLO: () => say(hasSignIn ? '250-localhost\r\n250 AUTH PLAIN' : '250 localhost'),
    AUTH: () => { isSigningIn = true; say('334 ') },
    MAIL: () => answer('sender', '250 Fine', '550 Not from there'),
    RCPT: () => answer('recipient', '250 Fine', '550 Nobody of that name'),
    NOOP: () => say('250 Fine'),
    QUIT: () => { say('221 Bye'); socket.end() },
  }
  let rest = ''
  let text = null // of the mail that is coming
  let isSigningIn = false // the next line is who they are
  socket.on('error', () => {}) // the caller hangs up as it likes
  socket.setEncoding('utf8').on('data', (bytes) => {
    rest += bytes
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 2)
      const verb = line.slice(0, 4).toUpperCase()
      if (text !== null && line === '.') {
        mails.push(text)
        text = null
        answer('text', '250 Kept', '554 This looks like spam')
      } else if (text !== null) {
        text += `${line}\n`
      } else if (isSigningIn) {
        isSigningIn = false
        signedIn.push(Buffer.from(line, 'base64').toString().split('\0').slice(1).join(':'))
        answer('sign-in', '235 Welcome', '535 Who are you?')
      } else if (verb === 'DATA') {
        text = ''
        say('354 Go on')
      } else {
        (answers[verb] ?? (() => say('502 What?')))()
      }
    }
  })
  answer('greeting', '220 localhost', '554 Not today')
}

/** Resolves to { port, mails, signedIn, close() }: "user:password" of each who tried. With a
 * certificate all is encrypted from the start. */
export async function startMailServer({ certificate, refuses = '', hasSignIn = false } = {}) {
  const [mails, signedIn] = [[], []]
  const sockets = new Set()
  const meet = (socket) => {
    sockets.add(socket)
    talk(socket, { refuses, hasSignIn, mails, signedIn })
  }
  const server = certificate ? createTlsServer(certificate, meet) : createServer(meet)
  server.on('tlsClientError', () => {}) // a caller who does not trust us
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: server.address().port,
    mails,
    signedIn,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
