// SPDX-License-Identifier: AGPL-3.0-or-later
// The Nu HTML checker as a server of its own. Java and the checker's schemas take three to five
// seconds of a processor to start, one page then a fiftieth: so test/run.mjs starts one for all
// files (NU_CHECKER is its address), and a file that is run alone starts its own.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'

const START_MS = 120_000
const JAR = new URL('../../node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url).pathname

// Below the ports that the kernel gives to connections: none of those can take it meanwhile.
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const probe = createServer().listen(port, '127.0.0.1')
    const isFree = await Promise.race([once(probe, 'listening').then(() => true),
      once(probe, 'error').then(() => false)])
    probe.close()
    if (isFree) return port
  }
}

/** Starts one: { url, stop() }. It answers a little later; checkByNu waits for it. */
export async function startNu() {
  const port = await freePort()
  // It runs for minutes only: to compile it well costs more than it brings.
  const child = spawn('java', ['-Xss4m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC',
    '-Dnu.validator.servlet.bind-address=127.0.0.1', '-cp', JAR, 'nu.validator.servlet.Main',
    String(port)], { stdio: 'ignore' })
  const ended = once(child, 'exit').catch((error) => error)
  return {
    url: `http://127.0.0.1:${port}/?out=json`,
    stop: async () => {
      child.kill('SIGKILL') // it keeps nothing
      await ended
    },
  }
}

/** What the checker at that address says of a page: [{ type, subType, lastLine, message }]. */
export async function checkByNu(url, html) {
  const until = Date.now() + START_MS
  for (;;) {
    try {
      const answer = await fetch(url, { method: 'POST', body: html,
        headers: { 'content-type': 'text/html; charset=utf-8' } })
      assert.equal(answer.status, 200, 'the Nu checker')
      return (await answer.json()).messages
    } catch (error) {
      // Refused: it is still starting. Anything else is a fault.
      if (error.cause?.code !== 'ECONNREFUSED' || Date.now() > until) throw error
      await setTimeout(100)
    }
  }
}
