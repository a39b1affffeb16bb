// SPDX-License-Identifier: AGPL-3.0-or-later
// Runs one program to its end, with a time limit, and keeps what it said.
import { spawn } from 'node:child_process'

const OUTPUT_MOST = 64 * 1024 * 1024

/** Resolves to { isGood, status, output, stdout }, never rejects. Children end at the limit too.
 * `input`: what it reads; else it has no standard input. */
export function command([name, ...words], { timeout, env = {}, input }) {
  return new Promise((resolve) => {
    const child = spawn(name, words, {
      env: { ...process.env, ...env }, detached: true,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    child.stdin?.on('error', () => {}) // it ended before it read all: its status says so
    child.stdin?.end(input)
    let output = ''
    let stdout = ''
    let ending = ''
    const end = (why) => {
      ending ||= why
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It had ended by itself already: 'close' follows.
      }
    }
    const limit = setTimeout(end, timeout, `stopped after ${timeout / 1000} s`)
    const take = (isStdout) => (bytes) => {
      output += bytes
      if (isStdout) stdout += bytes
      if (output.length > OUTPUT_MOST) end('stopped: it said more than 64 MB')
    }
    child.stdout.setEncoding('utf8').on('data', take(true))
    child.stderr.setEncoding('utf8').on('data', take(false))
    child.on('error', (error) => {
      clearTimeout(limit)
      resolve({ isGood: false, status: null, output: `${name}: ${error.message}\n`, stdout })
    })
    child.on('close', (status, signal) => {
      clearTimeout(limit)
      const why = ending || (signal ? `ended by ${signal}` : status ? `exit status ${status}` : '')
      resolve({
        isGood: why === '', status, stdout, output: why ? `${output}[${name}: ${why}]\n` : output,
      })
    })
  })
}
