// SPDX-License-Identifier: AGPL-3.0-or-later
// Our calendars as another program reads them (R65; RFC 5545, 5546, 6047): a file, a feed and the
// calendars in mails say of each meeting what was entered, in UTC by another table of time zones:
// both sides of a clock change and the night of it, without an end, monthly, moved, called off, and
// in a community on the other side of the world.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startServer } from '../browser/server.mjs'
import { setUp } from './client.mjs'
import { until } from './exim.mjs'

const READER = new URL('read_calendar.py', import.meta.url).pathname
const LONDON = 'Europe/London'
const ANN = 'ann@river.test'
const LONG = 'Café; who chooses, and what? A name that goes on in the next line — “yes” 🙂'
const LINK = 'https://meet.example/room?a=1,2;b'
const HALL = { name: 'Hall, the old one', address: 'Mill Lane 1;\r\nback room \\ left' }
const HALL_IN_A_LINE = 'Hall, the old one, Mill Lane 1; back room \\ left'

// What Debian's Python makes of them.
const read = (asked) => JSON.parse(execFileSync('/usr/bin/python3', [READER],
  { input: JSON.stringify(asked), encoding: 'utf8' }))

const iso = (date) => date.toISOString().slice(0, 10)
const later = (day, days) => iso(new Date(Date.parse(day) + days * 86_400_000))
const year = new Date().getUTCFullYear() + 1

// The last Sunday of March, when clocks go forward in London.
const change = (() => {
  const last = new Date(Date.UTC(year, 2, 31))
  return later(iso(last), -last.getUTCDay())
})()

// The same weekday of its kind in a later month: the third Thursday.
function monthLater(day, months) {
  const [, month, date] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const weekday = new Date(Date.parse(day)).getUTCDay()
  return later(iso(first), (weekday - first.getUTCDay() + 7) % 7 + Math.floor((date - 1) / 7) * 7)
}

const twelve = (time) => {
  const [hour, minute] = time.split(':').map(Number)
  return `${hour % 12 || 12}.${String(minute).padStart(2, '0')} ${hour < 12 ? 'am' : 'pm'}`
}
const dayFields = (day, start, end) => {
  const [y, month, date] = day.split('-')
  return { 'day-day': date, 'day-month': month, 'day-year': y, start: twelve(start),
    end: end ? twelve(end) : '' }
}

let server
let rowan
let home // of the group

async function send(path, fields) {
  const answer = await rowan.fillIn(path, fields)
  assert.equal(answer.status, 303, `${path}: ${answer.page}`)
  return answer.location
}

async function call(day, start, end, { title = LONG, ...others } = {}) {
  const path = await send(`${home}/meetings/new`, { title, about: '', kind: 'shared', when: 'day',
    repeat: 'once', times: '1', place: 'none', online: '', ...dayFields(day, start, end),
    ...others })
  return new URL(path, server.url).pathname
}

async function prepare() {
  server = await startServer({ environment: { MAIL_FROM: 'table@river.test',
    MAIL_REPLIES: 'table+*@river.test' } })
  rowan = await setUp(server)
  home = new URL(await send('/groups/new', { name: 'Garden', different: 'Much', kind: 'ordinary',
    seen: 'all', joining: 'open', gives: 'nothing' }), server.url).pathname
  await send('/people/new', { name: 'Ann', reach: 'email', contact: ANN })
  await send(`${home}/join-for`, { _offer: await offer(), name: 'Ann', role: 'none', show: 'no',
    way: 'telephone' })
  await nextMail() // that she is in the group
}

const offer = async () => /name="_offer" value="(\w+)"/.exec(
  await rowan.read(`${home}/join-for`))[1]

async function textOf(path) {
  const { status, page } = await rowan.ask(path)
  assert.equal(status, 200, path)
  return page
}

// Mails that lie there: none goes out, since no mail server was named.
function mailsNow() {
  const folder = join(server.data, 'mail')
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.'))
    .map((name) => readFileSync(join(folder, name), 'utf8')) : []
}

const idOf = (path) => path.split('/').pop()
const of = (events, path) => {
  const found = events.filter(({ uid }) => uid === `${idOf(path)}@localhost`)
  assert.equal(found.length, 1, `${found.length} events of ${path}`)
  return found[0]
}

const seen = new Set() // mails

/** The mail that comes: exactly one for each thing that is told. */
async function nextMail() {
  const found = await until(() => {
    const mails = mailsNow().filter((mail) => !seen.has(mail))
    return mails.length > 0 && mails
  }, 'a mail')
  assert.equal(found.length, 1)
  seen.add(found[0])
  return found[0]
}

// ---- what must stand there ----

const entered = [] // { path, zone, day, start, endDay, end, sequence, status, place, title }
const enter = (path, day, start, end, more = {}) => {
  const wish = { path, zone: LONDON, day, start, end, sequence: 0, status: 'CONFIRMED',
    place: null, title: LONG, ...more }
  entered.push(wish)
  return wish
}

/** Reads what is asked and, by the same run, when each of these is in UTC. */
function readWith(asked, wishes) {
  const walls = wishes.flatMap(({ zone, day, start, end }) =>
    [[zone, `${day}T${start}`], [zone, `${day}T${end ?? start}`]])
  const found = read({ ...asked, walls })
  const moments = new Map(wishes.map((wish, i) => [wish, found.walls.slice(2 * i, 2 * i + 2)]))
  return { ...found, moments }
}

function assertAre(events, moments, what) {
  for (const [wish, [start, end]] of moments) {
    const event = of(events, wish.path)
    assert.equal(event.start, start, `${what}: start of ${wish.day}`)
    assert.equal(event.end, wish.end ? end : null, `${what}: end of ${wish.day}`)
    assert.equal(event.hasLength, false)
    for (const key of ['sequence', 'status', 'place', 'title'])
      assert.equal(event[key], wish[key], `${what}: ${key} of ${wish.day}`)
  }
}

/** The one calendar in the mail to Ann that tells of this. */
async function assertMailed(wish, method) {
  const { mails, moments } = readWith({ mails: [await nextMail()] }, [wish])
  assert.ok(mails[0].to.includes(ANN))
  const [{ events, ...calendar }, ...more] = mails[0].calendars
  assert.deepEqual(more, [])
  assert.equal(calendar.method, method)
  assert.equal(calendar.mailMethod, method)
  assertAre(events, moments, 'mail')
  assert.equal(events[0].attendee, `mailto:${ANN}`)
  assert.match(events[0].organizer, /^mailto:table\+\w{28}@river\.test$/)
  return events[0]
}

async function assertFeedAndFiles(feed, wishes) {
  const paths = [feed, ...wishes.map(({ path }) => `${path}/calendar`)]
  const { texts, moments } = readWith({ texts: await Promise.all(paths.map(textOf)) }, wishes)
  for (const one of texts) {
    assert.equal(one.method, 'PUBLISH')
    assert.equal(one.version, '2.0')
    assert.deepEqual(one.others, []) // no table of a time zone that could be wrong
  }
  assert.equal(texts[0].events.length, wishes.length)
  assertAre(texts[0].events, moments, 'feed')
  assertAre(texts.slice(1).flatMap(({ events }) => events), moments, 'file')
}

const sequenceOf = async (path) =>
  Number(/^SEQUENCE:(\d+)/m.exec(await textOf(`${path}/calendar`))[1])

test('a meeting that is called, moved and called off is one event in three mails', async () => {
  await prepare()
  const [before, after] = [later(change, -3), later(change, 4)]
  const path = await call(before, '09:00', '10:00', { title: 'Moved' })
  const wish = enter(path, before, '09:00', '10:00', { title: 'Moved' })
  const asked = await assertMailed(wish, 'REQUEST')
  await send(`${path}/move`, { ...dayFields(after, '17:30', '18:30'), why: 'Snow' })
  Object.assign(wish, { day: after, start: '17:30', end: '18:30', sequence: 1 })
  const again = await assertMailed(wish, 'REQUEST')
  await send(`${path}/call-off`, { why: 'More snow' })
  Object.assign(wish, { sequence: 2, status: 'CANCELLED' })
  const off = await assertMailed(wish, 'CANCEL')
  // Programs take a change only from whom the invitation came from.
  assert.equal(new Set([asked, again, off].map(({ organizer }) => organizer)).size, 1)
  assert.ok(asked.stamp <= again.stamp && again.stamp <= off.stamp)
})

test('a feed and files say of each meeting what was entered', async () => {
  // The day before the change of the clocks, that day, and the night itself.
  const first = await call(later(change, -1), '14:00', '16:00')
  await send(`${first}/place`, { place: 'new', ...HALL, way: '' })
  const [, hall] = /<option value="(\w{14})"[^>]*>Hall, the old one/.exec(
    await rowan.read(`${home}/meetings/new`))
  enter(first, later(change, -1), '14:00', '16:00',
    { place: HALL_IN_A_LINE, sequence: await sequenceOf(first) })
  enter(await call(change, '14:00', '16:00', { place: hall }), change, '14:00', '16:00',
    { place: HALL_IN_A_LINE })
  enter(await call(change, '00:30', '03:30', { online: LINK }), change, '00:30', '03:30',
    { place: LINK })
  enter(await call(`${year}-10-30`, '18:15', null), `${year}-10-30`, '18:15', null)
  // The third Thursday of four months, on both sides of the change.
  const third = later(`${year}-02-01`, (11 - new Date(Date.UTC(year, 1, 1)).getUTCDay()) % 7 + 14)
  const series = await call(third, '10:00', '11:30', { title: 'Monthly', repeat: 'monthly',
    times: '4' })
  const page = await rowan.read(`${home}/meetings`)
  const paths = [...new Set([...page.matchAll(
    /href="(\/groups\/\w+\/meetings\/\w{14})"[^>]*>[^<]*Monthly/g)].map(([, path]) => path))]
  assert.equal(paths.length, 4)
  assert.ok(paths.includes(series))
  paths.sort().forEach((path, i) => // ids are made in the order of time
    enter(path, monthLater(third, i), '10:00', '11:30', { title: 'Monthly' }))
  await send('/me/calendar', {})
  const [, feed] = /https?:\/\/[^\s"<]+(\/calendar\/[\w-]+\/meetings\.ics)/.exec(
    await rowan.read('/me/calendar'))
  await assertFeedAndFiles(feed, entered)
  await assertGuessesArePutOff(feed)
})

// By address: nobody else is, and whoever has an address is not, from wherever.
async function assertGuessesArePutOff(feed) {
  const from = (address, path) => rowan.ask(path, { headers: { 'X-Forwarded-For': address } })
  const guess = (i) => `/calendar/${String(i).padStart(22, 'a')}/meetings.ics`
  const got = []
  for (let i = 0; i < 60; i++) got.push(await from(i % 2 ? '2001:db8::1' : '2001:db8::9', guess(i)))
  assert.equal(got[0].status, 404)
  const late = got.at(-1)
  assert.equal(late.status, 429)
  assert.ok(Number(late.headers.get('retry-after')) >= 1)
  assert.equal((await from('2001:db8::9', feed)).status, 200)
  assert.equal((await from('2001:db9::9', guess(0))).status, 404)
}

// A zone of half an hour, where clocks change on other days.
test('in a community elsewhere its own clock counts', async () => {
  const zone = 'America/St_Johns'
  await server.stop()
  setZone(zone)
  server = await startServer({ place: server.place })
  rowan.url = server.url
  const winter = `${year}-01-20`
  const summer = `${year}-07-21`
  const wishes = [winter, summer].map((day) => ({ day, start: '19:45', end: '21:00' }))
  const found = []
  for (const { day, start, end } of wishes) {
    const path = await call(day, start, end, { title: 'Elsewhere' })
    found.push({ path, zone, day, start, end, sequence: 0, status: 'CONFIRMED', place: null,
      title: 'Elsewhere' })
  }
  const files = await Promise.all(found.map(({ path }) => textOf(`${path}/calendar`)))
  const { texts, moments } = readWith({ texts: files }, found)
  assertAre(texts.flatMap(({ events }) => events), moments, 'file')
})

// No page asks for it: it stands with the community.
function setZone(zone) {
  const database = server.place.environment.DATABASE
  const sql = `UPDATE community SET time_zone = '${zone}'`
  if (database) execFileSync('psql', ['-qX', '-d', database, '-c', sql])
  else execFileSync('sqlite3', [join(server.data, 'commontable.db'), sql])
}
