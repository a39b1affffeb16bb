// SPDX-License-Identifier: AGPL-3.0-or-later
// A person who uses a phone of 320 px by touch alone: taps, and typing into a field that was
// tapped. Each target must be 44 × 44 px and lie open; each page must fit the screen, with all its
// targets large enough. There is no mouse here, and no key but for typing.
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { TARGET_LEAST, sticksOut, tooSmall } from './check_page.mjs'

const WAIT_MS = 30_000

/** For asPerson(): a small phone. */
export const PHONE = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true }

// Why a finger cannot tap it, or its middle, once it is in sight: too small, or something else lies
// over its middle or over a place between the middle and a corner.
function findMiddle(element, least) {
  const before = element.getBoundingClientRect()
  if (before.top < 0 || before.bottom > innerHeight)
    element.scrollIntoView({ block: 'center', behavior: 'instant' })
  const { left, top, width, height } = element.getBoundingClientRect()
  if (Math.min(width, height) < least) return `${Math.round(width)} × ${Math.round(height)} px`
  for (const [across, down] of [[0.5, 0.5], [0.2, 0.25], [0.8, 0.25], [0.2, 0.75], [0.8, 0.75]]) {
    const hit = document.elementFromPoint(left + across * width, top + down * height)
    const isIts = hit && (element.contains(hit) || [...element.labels ?? []].includes(hit))
    if (!isIts) return `under <${hit?.localName} class="${hit?.className ?? ''}">`
  }
  return { x: left + 0.5 * width, y: top + 0.5 * height }
}

/** Taps it, after asserting that a finger can. The place is looked for once, not by Playwright's
 * own tap() again. */
export async function tap(page, target) {
  const place = await target.evaluate(findMiddle, TARGET_LEAST)
  if (typeof place === 'string') assert.fail(`${page.url()}: ${target} cannot be tapped: ${place}`)
  await page.touchscreen.tap(place.x, place.y)
}

/** Taps what leads to another page, and waits until that one is there. */
export async function tapAndGo(page, target) {
  await Promise.all([page.waitForEvent('load'), tap(page, target)])
}

/** What every page must be on such a phone. */
async function assertFits(page) {
  const [wide, small] = await page.evaluate(`[(${sticksOut})(), (${tooSmall})(${TARGET_LEAST})]`)
  const findings = [wide, ...small, ...page.seen.errors].filter(Boolean)
  assert.equal(findings.join('\n'), '', page.url())
}

/** Fingers on the phone of a page. Names are those a screen reader says: a string is the whole
 * name, of several the first counts. */
export function byTouch(page) {
  const named = (name) => page.getByRole('link', { name, exact: true })
    .or(page.getByRole('button', { name, exact: true })).first()
  // Of several fields with one label, the first that is shown.
  const labelled = (label) => page.getByLabel(label, { exact: typeof label === 'string' })
    .filter({ visible: true }).first()

  return {
    /** Opens an address, as from a letter, a mail or a bookmark. */
    async open(address) {
      await page.goto(address)
      await assertFits(page)
    },
    async go(name) {
      const from = page.url()
      await tapAndGo(page, named(name)).catch((error) => {
        throw new Error(`"${name}" on ${from}: ${error.message}`)
      })
      await assertFits(page)
    },
    async tick(label) {
      const box = labelled(label)
      await tap(page, box)
      assert.ok(await box.isChecked(), `"${label}" did not take the tick`)
    },
    async type(label, text) {
      const field = labelled(label)
      await tap(page, field)
      assert.ok(await field.evaluate((element) => element === document.activeElement))
      await field.fill(text)
    },
    async see(text) {
      await page.locator('main').getByText(text).first().waitFor()
    },
    /** Looks at the page again until it says so: what runs by itself takes a moment. */
    async wait(text) {
      const until = Date.now() + WAIT_MS
      while (await page.locator('main').getByText(text).count() === 0) {
        assert.ok(Date.now() < until, `no ${text}:\n${await page.locator('main').innerText()}`)
        await setTimeout(100)
        await page.goto(page.url())
      }
      await assertFits(page)
    },
    address: () => page.url(),
    /** What the page says that fits the pattern. */
    async read(pattern) {
      const found = pattern.exec(await page.locator('main').innerText())
      assert.ok(found, `no ${pattern} on ${page.url()}`)
      return found[0]
    },
    /** Taps a link that downloads; resolves to the file's name. */
    async take(name) {
      const [download] = await Promise.all([page.waitForEvent('download'), tap(page, named(name))])
      return download.suggestedFilename()
    },
  }
}
