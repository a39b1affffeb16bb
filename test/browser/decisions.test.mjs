// SPDX-License-Identifier: AGPL-3.0-or-later
// A decision from its announcement to what became of it (R20, R37, R43, R96; indicators 4, 6, 25,
// 27): a promise made before, both sides of the risk, written down without JavaScript; said in
// private how it was; undone from outside.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { expectErrors, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { follow, main, press, startDemo } from './demo.mjs'

const QUESTION = 'Which colour does the door get?'
const WHAT = 'The door is green.'

let comeIn
let rowan // organiser; in the group
let group

before(async () => {
  ({ rowan, comeIn } = await startDemo({ device: { javaScript: false } }))
  await rowan.goto('/groups')
  await follow(rowan, 'Short breaks group')
  group = new URL(rowan.url()).pathname
})

test('a question is announced, with a promise that stays', async () => {
  await rowan.goto(`${group}/decisions/announce`)
  await checkPage(rowan, 'announcing')
  await press(rowan, 'Announce it')
  assert.match(await main(rowan), /Choose a rung of the ladder/)
  await expectErrors(rowan, /422/)
  await rowan.fill('[name=question]', QUESTION)
  await rowan.check('[value=co-design]')
  await press(rowan, 'Announce it')
  await follow(rowan, 'Promise something else from now on')
  await rowan.check('[value=informing]')
  await rowan.fill('[name=why]', 'The council wants it on Monday.')
  await press(rowan, 'Keep this')
  const words = await main(rowan)
  assert.ok(words.indexOf('Co-design') < words.indexOf('Informing'), words)
  assert.match(words, /Think Local Act Personal/)
})

test('what was decided says why, by whom, and both sides of the risk', async () => {
  await follow(rowan, 'Write down what was decided')
  await rowan.fill('[name=what]', WHAT)
  await press(rowan, 'Write it down')
  assert.match(await main(rowan), /Nobody can do without a reason/)
  await expectErrors(rowan, /422/)
  assert.equal(await rowan.inputValue('[name=what]'), WHAT)
  await rowan.fill('[name=why]', 'Green is calm.')
  await rowan.fill('[name=do_bad]', 'It may peel.')
  await rowan.fill('[name=not_bad]', 'The rust goes on.')
  await rowan.check('[value=both]')
  await press(rowan, 'Write it down')
  await checkPage(rowan, 'a decision')
  assert.match(await main(rowan), /The rust goes on/)
  assert.match(await main(rowan), /The question, as it was announced:\s*Which colour/)
})

test('how it was is said once, and nobody sees it', async () => {
  await follow(rowan, 'Say what it was like, in private')
  await rowan.check('[value=consultation]')
  await press(rowan, 'Say so')
  assert.equal(await rowan.getByRole('link', { name: /in private/ }).count(), 0)
  assert.doesNotMatch(await main(rowan), /Consultation/)
})

test('whom no mail reaches says it on the telephone, to who told them', async () => {
  const decision = new URL(rowan.url()).pathname
  const lowri = await comeIn('Lowri Tarn') // holds a duty in the group
  await lowri.goto(`${decision}/told`)
  assert.equal(await lowri.getByRole('link', { name: /how far they say/ }).count(), 0)
  await goBy(lowri, lowri.getByRole('button', { name: /I told them.*Ravi Copse/ }))
  await follow(lowri, 'Write down how far they say people took part')
  await checkPage(lowri, 'how far people took part, by telephone')
  await lookAt(lowri, 'level-heard')
  await press(lowri, 'Keep what they said')
  assert.match(await main(lowri), /Choose who told you/)
  await expectErrors(lowri, /422/)
  await lowri.locator('[name=member]').selectOption({ label: 'Ravi Copse' })
  await lowri.check('[value=engagement]')
  await press(lowri, 'Keep what they said')
  assert.equal(await lowri.getByRole('link', { name: /how far they say/ }).count(), 0)
  await lowri.goto(decision)
  assert.doesNotMatch(await main(lowri), /Engagement/)
  await rowan.goto(decision)
})

test('what is undone from outside stands beside the decision', async () => {
  await follow(rowan, 'Write down what became of it')
  await rowan.check('[value=undone]')
  await rowan.fill('[name=why]', 'The paint is not allowed there.')
  await rowan.check('[value=outside]')
  await rowan.fill('[name=body]', 'The river board')
  await press(rowan, 'Keep this')
  assert.match(await main(rowan), /undone\s*From outside the group, by The river board/)
  assert.match(await main(rowan), /Green is calm/)
  await rowan.goto(`${group}/decisions`)
  await checkPage(rowan, 'what we decided')
  assert.match(await main(rowan), /Undone later, from outside/)
})

test('every page was valid HTML', assertValidHtml)
