// SPDX-License-Identifier: AGPL-3.0-or-later
// The main pages as people like them: on dark ground, and in Easy Read on a narrow phone, where no
// sentence may fall back to the longer English. Components in each theme: themes.test.mjs.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { asPerson, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { startServer } from './server.mjs'

const OPEN = ['/', '/sign-in', '/worried', '/how-i-like-things']
const MAIN = ['/', '/people', '/papers', '/how-i-like-things', '/powers']

let server
let organiser

before(async () => {
  server = await startServer({ isDemo: true })
  organiser = await asPerson(server.url)
  await organiser.goto(server.organiserLink)
  await organiser.locator('main form button').click()
  await organiser.locator('.ct-hello').waitFor()
})

// The demo's sent paper, its Easy Read, the sending page and the people to ring and to post to.
async function paperPaths() {
  const paths = []
  const take = async (link) => {
    await organiser.goto(new URL(await link.getAttribute('href'), server.url).href)
    paths.push(new URL(organiser.url()).pathname)
  }
  await organiser.goto('/papers')
  const sent = organiser.locator('.ct-card', { hasText: 'Sent on' }).getByRole('link').first()
  await take(sent)
  const [paper] = paths
  paths.push(`${paper}/easy`)
  await take(organiser.locator('main a[href^="/releases/"]'))
  for (const end of ['calls', 'post']) paths.push(`${paths[2]}/${end}`)
  return paths
}

async function checkAll(person, paths, label) {
  const titles = new Map()
  for (const path of paths) {
    await person.goto(path)
    titles.set(path, await person.locator('h1').textContent())
    await lookAt(person, `${label}${path.replace(/\W+/g, '-')}`)
    await checkPage(person, `${label} ${path}`)
  }
  return titles
}

test('on dark ground', async () => {
  await organiser.goto('/how-i-like-things')
  await organiser.getByLabel('Light words on dark').check()
  await organiser.getByRole('button', { name: 'Use these colours' }).click()
  assert.equal(await organiser.locator('html').getAttribute('data-theme'), 'dark')
  await checkAll(organiser, [...MAIN, ...await paperPaths()], 'dark')
})

const lookOf = async (person, name) => person.locator('html').getAttribute(`data-${name}`)

async function choose(person, part, value) {
  await person.goto(`/how-i-like-things/${part}`)
  await person.locator(`main input[value=${value}]`).check()
  await person.locator('main form button').first().click()
}

test('letters and space as somebody likes them, before and after coming in', async () => {
  const visitor = await asPerson(server.url)
  await choose(visitor, 'size', 'larger')
  await choose(visitor, 'spacing', 'wider')
  await visitor.goto('/sign-in')
  assert.equal(await lookOf(visitor, 'text-size'), 'larger')
  const size = await visitor.locator('main p').first()
    .evaluate((element) => parseFloat(getComputedStyle(element).fontSize))
  assert.ok(size >= 1.5 * 19, `${size} px`)
  await checkAll(visitor, OPEN, 'larger-wider')
  await choose(visitor, 'spacing', 'normal')
  assert.equal(await lookOf(visitor, 'spacing'), null)

  // A member's choice is kept with them, not only in the browser.
  await choose(organiser, 'spacing', 'wide')
  await choose(organiser, 'size', 'large')
  for (const name of ['spacing', 'text-size', 'theme'])
    await organiser.context().clearCookies({ name })
  await organiser.goto('/')
  assert.deepEqual([await lookOf(organiser, 'spacing'), await lookOf(organiser, 'text-size'),
    await lookOf(organiser, 'theme')], ['wide', 'large', 'dark'])
  await choose(organiser, 'spacing', 'normal')
  await choose(organiser, 'size', 'normal')
})

test('a browser that asks for dark gets it without being told', async () => {
  const night = await asPerson(server.url, { colours: 'dark' })
  await checkAll(night, OPEN, 'night')
})

test('in Easy Read at 320 px', async () => {
  const paths = [...MAIN, ...await paperPaths()]
  await organiser.setViewportSize({ width: 320, height: 700 })
  await organiser.goto('/?language=en-GB-x-easyread')
  assert.equal(await organiser.locator('html').getAttribute('data-variant'), 'easy-read')
  await checkAll(organiser, paths, 'easy')
})

test('nothing on an Easy Read page is long', async () => {
  const visitor = await asPerson(server.url, { width: 320 })
  await visitor.goto('/?language=en-GB-x-easyread')
  await checkAll(visitor, OPEN, 'easy-open')
  for (const person of [visitor, organiser]) {
    for (const path of [...OPEN, '/people', '/papers']) {
      await person.goto(path)
      const words = await person.locator('main :is(p, li, h1, h2, label, legend, .govuk-hint)')
        .allInnerTexts()
      for (const sentence of words.flatMap((text) => text.split(/[.!?:]\s|\n/)))
        assert.ok(sentence.split(/\s+/).length <= 15, `${path}: ${sentence}`)
    }
  }
})

test('in Easy Read one thing stands after the other, each with its picture', async () => {
  await organiser.setViewportSize({ width: 1100, height: 900 })
  for (const path of [...MAIN, '/upkeep']) {
    await organiser.goto(path)
    assert.equal(await organiser.locator('main :is(table, .govuk-summary-list)').count(), 0, path)
    const bare = organiser.locator('main :is(.ct-ruled > li, .ct-card):not(:has(img.ct-picture))')
    assert.equal((await bare.allInnerTexts()).join('\n'), '', `${path}: no picture`)
  }
  await organiser.goto('/')
  const left = await organiser.locator('.ct-columns .ct-card').evaluateAll((cards) =>
    cards.map((card) => card.getBoundingClientRect().left))
  assert.ok(left.length > 1)
  assert.equal(new Set(left).size, 1, 'cards stand side by side')
})

test('every page that was seen is valid HTML', assertValidHtml)
