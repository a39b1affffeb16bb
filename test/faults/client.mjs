// SPDX-License-Identifier: AGPL-3.0-or-later
// As much of a browser as forms need, by plain requests: cookies, the form of a page, its answer.
// Each request comes from an address of its own, as through a proxy, so that many may be sent.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", '#10': '\n' }
const program = join(process.env.BUILD ?? 'build', 'commontable')
let addresses = 0

export function plainText(html) {
  return html.replace(/&(#?\w+);/g, (all, name) => {
    assert.ok(name in ENTITIES, `what is ${all}?`)
    return ENTITIES[name]
  })
}

/** What stands in the page's field of that name; undefined: there is no such field. */
export function fieldValue(page, name) {
  const box = new RegExp(`<textarea[^>]* name="${name}"[^>]*>\\n?([^<]*)</textarea>`).exec(page)
  const input = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(page)
  if (box) return plainText(box[1])
  return input ? plainText(/ value="([^"]*)"/.exec(input[0])?.[1] ?? '') : undefined
}

export class Client {
  #cookies = new Map()

  constructor(url) {
    this.url = url
  }

  /** What a browser would send along: for bytes, which ask() would read as text. */
  cookies() {
    return [...this.#cookies].map((pair) => pair.join('=')).join('; ')
  }

  /** Any request; the answer with its text as `page`. */
  async ask(path, { headers = {}, ...more } = {}) {
    const number = ++addresses
    const answer = await fetch(new URL(path, this.url), {
      redirect: 'manual',
      headers: {
        Cookie: this.cookies(),
        'X-Forwarded-For': `10.${number >> 16 & 255}.${number >> 8 & 255}.${number & 255}`,
        ...headers,
      },
      ...more,
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      if (/Max-Age=0/.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    answer.page = await answer.text()
    answer.location = answer.headers.get('Location')
    return answer
  }

  async read(path) {
    const answer = await this.ask(path)
    assert.equal(answer.status, 200, `${path}: ${answer.status}`)
    return answer.page
  }

  /** The hidden fields that a form from this page carries. */
  async hiddenOf(path) {
    const { page } = await this.ask(path)
    return { _form: fieldValue(page, '_form'), _csrf: fieldValue(page, '_csrf') }
  }

  /** Sends an object or pairs as a form. */
  post(path, fields) {
    return this.ask(path, { method: 'POST', body: new URLSearchParams(fields) })
  }

  /** Sends a form with files in it: bytes by field name. */
  postFiles(path, fields, files) {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    for (const [name, { bytes, file, type }] of Object.entries(files))
      body.append(name, new Blob([bytes], { type }), file)
    return this.ask(path, { method: 'POST', body })
  }

  /** Fills in and sends the form that stands on a page. */
  async fillIn(path, fields, to = path) {
    return this.post(to, { ...await this.hiddenOf(path), ...fields })
  }

  async come(link) {
    const { pathname } = new URL(link, this.url)
    const answer = await this.fillIn(pathname, {})
    assert.equal(answer.status, 303, `coming in: ${answer.status}`)
  }
}

/** Sets the place up: the first organiser. "other": answers that differ from the usual ones. */
export async function setUp(server, other = {}) {
  const first = new Client(server.url)
  const { pathname } = new URL(server.organiserLink)
  const { location } = await first.ask(pathname)
  const path = location ?? pathname
  const answer = await first.fillIn(path, { place: 'Riverside', name: 'Rowan', contact: '',
    worry_name: 'Iris', worry_phone: '01632 960 099', ...other })
  assert.equal(answer.status, 303)
  return first
}

/** A further organiser who has come in, by a link that the program printed: strong enough. */
export async function addOrganiser(server, first, name) {
  const added = await first.fillIn('/people/new',
    { name, reach: 'in-person', contact: '', is_organiser: 'yes' })
  assert.equal(added.status, 303)
  const link = execFileSync(program, ['link', '--data', server.data, '--member',
    added.location.split('/').pop()],
  { encoding: 'utf8', env: { ...process.env, ...server.place.environment } })
  const organiser = new Client(first.url)
  await organiser.come(link.trim())
  return organiser
}
