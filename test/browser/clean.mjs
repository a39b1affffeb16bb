// SPDX-License-Identifier: AGPL-3.0-or-later
// Remembers what checkers found nothing on, so that they need not look at it again: in this run, a
// later one, or another checkout on this machine. What is remembered is a hash of everything that a
// checker sees, and of the checker; a page with findings is never remembered.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync,
  existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const KEPT_MS = 30 * 24 * 3600 * 1000
const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'commontable', 'pages')

mkdirSync(folder, { recursive: true })
for (const name of readdirSync(folder)) {
  const file = join(folder, name)
  // Another test file may do the same: what is gone is gone.
  if ((statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < Date.now() - KEPT_MS)
    rmSync(file, { force: true })
}

// The checkers, with what they are told: other versions or rules have found nothing yet.
const CHECKERS = ['check_page.mjs', 'clean.mjs', 'nu.mjs', '../../package-lock.json']
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))

/** A name for what these parts say, each a string. */
export function keyOf(...parts) {
  const hash = createHash('sha256')
  for (const part of [...CHECKERS, ...parts]) hash.update(`${part.length}:`).update(part)
  return hash.digest('hex')
}

/** What check() finds, a list; nothing without asking it when it found nothing for this key. */
export async function unlessClean(key, check) {
  const file = join(folder, key)
  if (existsSync(file)) return []
  const findings = await check()
  if (findings.length === 0) writeFileSync(file, '')
  return findings
}

// Of what changes from run to run, what no rule of a checker looks at but to see whether two are
// the same. Tokens, ids and the server's port:
const TOKEN = /https?:\/\/localhost:\d+|[\w-]{40,}|\b[0-9a-f]{32}\b|\b0[0-9a-z]{13}\b/
// and in words, not in attributes, days and numbers.
const NAME = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|' +
  'July|August|September|October|November|December'
const IN_ATTRIBUTES = new RegExp(TOKEN, 'g')
const IN_WORDS = new RegExp(`&[#\\w]+;|${TOKEN.source}|\\b(?:${NAME})\\b|\\d+`, 'g')
const TAG = /<(?:"[^"]*"|[^">])*>/g

// What stands between tags, and in them, with all that fits replaced by numbers, the same by the
// same: two that were alike still are, and two that were not are not.
function renumbered(html, betweenTags, inTags) {
  const known = new Map()
  const number = (word) => {
    if (word.startsWith('&')) return word // a letter that is written by its number
    if (!known.has(word)) known.set(word, `\0${known.size};`)
    return known.get(word)
  }
  const parts = []
  let at = 0
  for (const { 0: tag, index } of html.matchAll(TAG)) {
    parts.push(html.slice(at, index).replace(betweenTags, number), tag.replace(inTags, number))
    at = index + tag.length
  }
  parts.push(html.slice(at).replace(betweenTags, number))
  return parts.join('')
}

/** The HTML with tokens and days replaced by numbers. The lengths of words are lost, so what
 * measures them (does it fit?) needs withoutTokens. */
export const withoutChance = (html) => renumbered(html, IN_WORDS, IN_ATTRIBUTES)

/** The HTML as it is shown: only in attributes are tokens replaced. */
export const withoutTokens = (html) => renumbered(html, /$^/g, IN_ATTRIBUTES)
