// SPDX-License-Identifier: AGPL-3.0-or-later
// "Everybody can come in, safely": each task of it by touch alone on a phone of 320 px, from the
// start page on (touch.mjs says what each tap and page must be). Tasks are rows of a table: who
// does what, and what they tap, type, tick and see. Setting up, adding a person, writing and
// sending a paper, and a worry in Easy Read are walked so in easy_read.test.mjs.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { before, test } from 'node:test'
import { asPerson, withPasskeys } from './browser.mjs'
import { startDemo } from './demo.mjs'
import { PHONE, byTouch } from './touch.mjs'

const program = join(process.env.BUILD ?? 'build', 'commontable')
const MAIL_MS = 15_000
const READER = 'Iris Quay'
const NUMBER = /\d{4} \d{4} \d{4} \d{4}/

let server
let comePlainly
const people = new Map() // name: their hands
const kept = {} // what was read on the way, for later steps

// ---- what a step is: a string or pattern is tapped; the rest says what it does ----

const type = (label, text) => (hands) => hands.type(label, kept[text] ?? text)
const tick = (label) => (hands) => hands.tick(label)
const see = (text) => (hands) => hands.see(text)
const wait = (text) => (hands) => hands.wait(text)
const keep = (name, pattern) => async (hands) => { kept[name] = await hands.read(pattern) }
const take = (name, file) => async (hands) => assert.match(await hands.take(name), file)

async function walk(hands, steps) {
  await hands.open('/')
  for (const step of steps)
    await (typeof step === 'function' ? step(hands) : hands.go(step))
}

// Who is an organiser from here on: their page is open.
const keepOrganiser = (name) => async (hands) => {
  kept.organiser = name
  kept.id = hands.address().split('/').at(-1)
}

// ---- coming in ----

async function phone() {
  const page = await asPerson(server.url, PHONE)
  return { page, hands: byTouch(page) }
}

// By a link that an organiser made on her phone, the first by her fingers, the others by plain
// requests; a second organiser, and who reads worries, by one from the machine: what an organiser
// can make opens neither.
async function comeIn(name) {
  if (people.has(name)) return people.get(name)
  const rowan = people.get('Rowan Field')
  if (kept.link && name !== kept.organiser && name !== READER) {
    people.set(name, byTouch(await comePlainly(name, PHONE)))
    return people.get(name)
  }
  if (name === kept.organiser) kept.link = linkFromMachine(kept.id)
  else if (name === READER) {
    await walk(rowan, ['People', name])
    kept.link = linkFromMachine(rowan.address().split('/').at(-1))
  } else
    await walk(rowan, ['People', name, 'Make a link', keep('link', /http\S+\/in\/[\w-]+/)])
  const { hands } = await phone()
  await hands.open(kept.link)
  await hands.go(`Come in as ${name}`)
  people.set(name, hands)
  return hands
}

function linkFromMachine(id) {
  const said = execFileSync(program, ['link', '--data', server.data, '--member', id],
    { encoding: 'utf8', env: { ...process.env, ...server.place.environment } })
  return new URL(/https?:\/\/\S+/.exec(said)[0]).pathname
}

// The link of this site that was mailed to that address; mails are written to a folder.
async function mailedLink(address) {
  const folder = join(server.data, 'mail')
  const ours = new URL('/in/', server.url).href
  for (const until = Date.now() + MAIL_MS; Date.now() < until; await setTimeout(50)) {
    const letters = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')
      .replaceAll(/=\r?\n/g, '').replaceAll('=3D', '='))
    const letter = letters.find((one) => one.includes(address) && one.includes(ours))
    if (letter) return new RegExp(`${ours}[\\w-]{43}`).exec(letter)[0]
  }
  return assert.fail(`no mail with a link to ${address}`)
}

before(async () => {
  let rowan
  ({ server, rowan, comeIn: comePlainly } = await startDemo({ device: PHONE }))
  await withPasskeys(rowan)
  people.set('Rowan Field', byTouch(rowan))
})

test('coming in by mailed link', async () => {
  const { hands } = await phone()
  await walk(hands, ['Come in', type('Your e-mail address', 'tom@riverside.example'),
    'Send me a link', 'Send it again'])
  await hands.open(await mailedLink('tom@riverside.example'))
  await hands.go('Come in as Tom Weir')
  people.set('Tom Weir', hands)
})

test('coming in by a card and its typed code', async () => {
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/
  await walk(people.get('Rowan Field'),
    ['People', 'Priya Lane', 'Make a key card', keep('code', code), 'Back'])
  const { hands } = await phone()
  await walk(hands, ['Come in', 'Type the code of my card',
    type('The code on your card', 'code'), 'Come in', see('Good'), 'You'])
  people.set('Priya Lane', hands)
})

test('coming in by a typed code in Easy Read: one question, one box, and in', async () => {
  const { page, hands } = await phone()
  const easyRead = { name: 'language', value: 'en-GB-x-easyread', url: server.url }
  await page.context().addCookies([easyRead])
  await walk(hands, ['Come in', 'Type the code of my card', type('The code on your card', 'code'),
    'Go on', tick('Only I use this phone or computer'), 'Come in', see(/Priya Lane/)])
})

const WAYS_IN = 'My ways in'
const YOU = 'You'
const TEND = 'Looking after this'
const WORRY = 'The hall is locked when we come.'
const APPEAL = 'It was not me.'

// Who, what, and the steps from the start page on.
const TASKS = [
  ['Rowan Field', 'a passkey, and coming in with it', [WAYS_IN, 'Add a passkey',
    type('What do you call it?', 'My phone'), 'Make the passkey', see('Your passkey is made'),
    'Sign out here', 'Come in', 'Come in with a passkey', 'Use my passkey',
    see(/Rowan Field/), YOU]],

  // You, as you wish.
  ['Amina Hale', 'what helps me', [YOU, 'What helps you take part?', /What helps me be there/,
    tick('Breaks'), tick('I must have this'), type('In your own words', 'A chair with arms'),
    tick('Organisers who must act on it'), 'Keep this', see('What helps you is kept'),
    tick('In six months'), 'It still fits: ask me then', see('We ask you again on')]],
  ['Amina Hale', 'strengths', [YOU, 'Your strengths, and what you like to do',
    type('What are you good at?', 'Mending radios'), 'Keep this', see('Your strengths are kept')]],
  ['Amina Hale', 'roles', [YOU, 'Roles you act in', tick('Neighbour'), 'Keep my roles',
    tick('Yes, show my name'), 'Keep where I am shown', 'Look at the list of members',
    see('Amina Hale')]],
  ['Amina Hale', 'how often and when', [YOU, 'How often you may be asked, and quiet times',
    tick('Another number'), type(/How many times a month/, '2'), tick('Sunday'),
    tick('Nights, 10 pm to 6 am'), 'Keep this', see('How often we may ask you is kept')]],
  ['Amina Hale', 'name and address', [YOU, 'Your name, and how to reach you',
    type('Your name', 'Amina H.'), 'Keep this', see('This is kept')]],
  ['Amina Hale', 'how I like things', ['How I like things', tick('Yellow words on black'),
    'Use these colours', see('Your colours are kept'), tick('Large'), 'Use this size',
    see('Your size is kept'), tick('Wide'), 'Use this space', see('Your space is kept'),
    tick(/^Braille/), 'Keep this', see('How papers reach you is kept')]],
  ['Amina Hale', 'my record: read, take away, correct', [YOU, 'What is recorded about you',
    take('Take it with you', /json$/), see('Mending radios'),
    type('What is wrong, and what is right?', 'I moved house'), 'Tell the organisers',
    see('The organisers are told')]],
  ['Rowan Field', 'a correction', ['People', 'Amina H.', type('Your answer', 'Put right today'),
    'Answer', see('Your answer is kept')]],
  ['Amina Hale', 'the answer', [YOU, 'What is recorded about you', see('Put right today')]],
  ['Lee Harbour', 'leaving', [YOU, 'Leave, or be erased', 'Leave now', see('You have left')]],
  ['Sam Brook', 'being erased', [YOU, 'Leave, or be erased', 'Look at what would be erased',
    'Go on', tick('Yes, erase it. I know that nobody can bring it back.'), 'Erase it all',
    see('is erased. Go well.')]],

  // A supporter.
  ['Amina Hale', 'naming a supporter', [YOU, 'My supporters', 'Name a supporter',
    type('Who do you trust to support you?', 'wren ashdown'), tick('Read them'),
    tick('Look at it, and change it'), tick('Read them, and what happened to them'),
    tick('Read what they asked for, and what became of it'),
    'Ask them', see('Asked. No answer yet')]],
  ['Wren Ashdown', 'saying yes, acting, stopping', [/^Say if you support them/, /^Yes, I will/,
    'Act for Amina H.', 'Their papers', /^The garden behind/, 'Home',
    'What helps them take part', see('A chair with arms'), /^Stop/, see('yourself again')]],
  ['Amina Hale', 'what they did, and the end', [YOU, 'My supporters', 'Wren Ashdown',
    see('Read a paper'), 'End this now', see('It is ended')]],

  // A worry: told, answered, told back.
  ['Tom Weir', 'telling a worry', ['I am worried', 'Write about my worry',
    tick('It is about something that happens here'), type('What worries you?', WORRY),
    'Send this', keep('number', NUMBER)]],
  ['Iris Quay', 'answering it', [
    /^Read the worry and answer/, /20\d\d, \d\d?/, see(WORRY), 'Answer',
    type('Your answer', 'Here is a key for you.'), 'Keep this answer', see('is there')]],
  ['Tom Weir', 'reading the answer', ['I am worried', 'I wrote before: look for the answer',
    type('Your number', 'number'), 'Look', see('Here is a key for you.')]],

  // How we treat one another.
  ['Tom Weir', 'reading the house rules', [/^Read the house rules/, 'I have read this',
    see('Thank you for reading')]],
  ['Rowan Field', 'changing the house rules', ['House rules', 'Change the house rules',
    type('The house rules', 'Be kind.\nListen.'), 'Keep these house rules', see('are kept')]],
  ['Tom Weir', 'keeping away', ['Meeting somebody for the first time', 'People I keep away from',
    type('Who do you keep away from?', 'wren ashdown'), 'Keep away from this person',
    see('Your list is kept')]],
  ['Tom Weir', 'asking to be introduced', ['Meeting somebody for the first time',
    'Ask to be introduced', type('Whom do you want to meet?', 'Priya Lane'), 'Ask for this',
    see('We ask them for you')]],
  ['Rowan Field', 'passing it on', ['Meeting somebody for the first time', 'Ask to be introduced',
    'Pass it on', 'Ask this person', see('The person is asked')]],
  ['Priya Lane', 'saying yes', [/^Say if you want to meet/, 'Yes, introduce us', see('is kept')]],
  ['Rowan Field', 'a second organiser', ['People', 'Bea Thorn', 'Change this',
    tick('This person is an organiser'), 'Keep the changes', see('The changes are kept'),
    keepOrganiser('Bea Thorn')]],
  ['Rowan Field', 'proposing to suspend', ['People', 'Joe Marsh', 'Pause, suspend or remove',
    tick('Suspend for some time'), type(/Suspended for how many days/, '14'),
    tick('Shouting, threats or bullying'),
    type('The reason, in your words', 'On Monday you shouted at two people.'), 'Go on',
    see('Another organiser must agree')]],
  ['Bea Thorn', 'agreeing', [
    /^Look at what they propose/, 'I agree: do it', see('It is in force')]],
  ['Joe Marsh', 'an appeal', ['Why, until when, and how to say that it is wrong',
    type('What do you want to say?', APPEAL), 'Send this', see('What you said is kept')]],
  ['Iris Quay', 'hearing it', [
    /^Look at the appeal/, see(APPEAL), 'Hear the appeal', tick('It ends now'),
    type('Why?', 'It was somebody else.'), 'This is my decision', see('The person is told')]],

  // Looking after this.
  ['Rowan Field', 'mail, and a test of it', [TEND, 'Say how, or that there is none',
    tick('No mail here'), 'Keep this', TEND, 'Mail', 'Test mail',
    type('Send a test to this address', 'rowan@riverside.example'), 'Send a test',
    wait(/lies in the folder|It waits in the folder|took the mail/)]],
  ['Rowan Field', 'a backup, made and tried', [TEND, 'Make one now',
    wait('Good: it was opened and is whole'), /20\d\d, \d\d?/, 'Try this backup',
    wait('Good: it was opened and is whole')]],
  ['Rowan Field', 'how long things are kept', [TEND, 'How long things are kept',
    /Change.*Mails that lie in the folder/, tick('7 days'), 'Keep them so long',
    see('The changes are kept')]],
  ['Rowan Field', 'who answers for the data', [TEND, 'Say it',
    type('How can people reach them about their data?', '01632 960 050'), 'Keep this',
    see('01632 960 050')]],
  ['Tom Weir', 'a complaint', ['Who runs this, and your data', 'Complain about how data is used',
    type('What is wrong with how data is used?', 'My file lay open.'), 'Send it',
    see(/We say by .* that we have it/)]],
  ['Rowan Field', 'its answer', [TEND, 'Answer', /^0[0-9a-z]{12,}$/, 'Say that we have it',
    type('What came of it?', 'We lock the hall now.'), 'Tell them', see('can read the answer')]],
  ['Tom Weir', 'how powers were used', ['How powers were used',
    see('A member became an organiser')]],
]

for (const [who, what, steps] of TASKS)
  test(`${who}: ${what}`, async () => {
    await walk(await comeIn(who), steps)
  })
