// SPDX-License-Identifier: AGPL-3.0-or-later
// Runs the parts of the tests and adds them up. Reading what each kind of test program says is in
// run/*.mjs; what a part consists of is the table PARTS. script/test starts this.
import { globSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { command } from './run/command.mjs'
import { addMesonLog } from './run/meson.mjs'
import { addNodeEvents } from './run/node.mjs'
import { removeScratch, scratchFolder } from './run/scratch.mjs'
import { Tally } from './run/tally.mjs'
import { startNu } from './browser/nu.mjs'

const scratch = scratchFolder()
if (scratch) {
  process.env.TMPDIR = scratch
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))
  process.on('exit', () => removeScratch(scratch))
}

// For every test: what it runs in. A scratch PostgreSQL need not wait for the disk.
const ENVIRONMENT = {
  POSTGRES_FSYNC: 'off',
  // What was freed is watched for 16 MB, not 256, and the shadow of a new thread's stack is
  // written, not mapped: that new memory was half of a program's time (doc/decisions/0035). What a
  // function that has returned had on the stack is watched in 64 KB a size and thread, not 1 MB.
  // intercept_tls_get_addr: the leak sanitizer guesses how large a library's thread-local memory is
  // by words before it where that lies at 16 in its page, as it did in old glibc. One time in 256
  // these are its own, and it dies ("Tracer caught signal 11"). It finds that memory as any other.
  ASAN_OPTIONS: 'abort_on_error=0:detect_stack_use_after_return=1:strict_string_checks=1:' +
    'quarantine_size_mb=16:clear_shadow_mmap_threshold=2097152:max_uar_stack_size_log=16:' +
    'intercept_tls_get_addr=0',
  LSAN_OPTIONS: `suppressions=${process.cwd()}/test/lsan.supp:print_suppressions=0`,
  UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1',
  G_SLICE: 'always-malloc',
}
// The engines that tests of data and pages run on: what to put before a command for each.
const ENGINES = { SQLite: [], PostgreSQL: ['script/with-postgres'] }
const MINUTE = 60_000
// A busy machine must not end what only takes its time there.
const HANGS_AFTER = 40 * MINUTE

const [only, pattern = ''] = process.argv.slice(2)

// A program that must simply succeed, counted as one test. Ninja's progress is not worth telling.
async function addCommand(tally, name, words, minutes = 10) {
  const began = Date.now()
  const done = await command(words, { timeout: minutes * MINUTE })
  tally.spend(name, (Date.now() - began) / 1000)
  tally.add(name, done.isGood, done.output.replace(/^\[\d+\/\d+\] .*\n/gm, ''))
  return done.isGood
}

const built = {}
const builder = (kind) => ['script/build', ...(kind ? [kind] : [])]
// A failed build is one failure, told once; what needs it is then left out and not counted.
async function build(tally, kind) {
  built[kind] ??= addCommand(tally, builder(kind).join(' '), builder(kind), 20)
  return built[kind]
}

async function checks(tally) {
  await build(tally, '') // check-static reads its compile_commands.json
  for (const name of readdirSync('script').filter((name) => name.startsWith('check-')).sort()) {
    if (!name.includes(pattern)) continue
    const script = `script/${name}`
    if (readFileSync(script, 'utf8').includes('--self-test'))
      await addCommand(tally, `${script} --self-test`, [script, '--self-test'])
    await addCommand(tally, script, [script])
  }
  await nodeTests(tally, 'test/run/*.test.mjs', 'SQLite', 'build')
}

const ask = async (words) => (await command(words, { timeout: MINUTE })).stdout

// The tests of a suite that fit the pattern, as meson knows them.
async function testsOf(suite, folder) {
  const tests = JSON.parse(await ask(['meson', 'introspect', folder, '--tests']))
  return tests.filter(({ name, suite: suites }) =>
    suites.some((one) => one.endsWith(suite)) && name.includes(pattern))
}

// Builds what the tests of a suite run: the build for people holds no tests.
async function buildSuite(tally, suite, kind) {
  if (!(await build(tally, kind))) return false
  const folder = kind ? `build-${kind}` : 'build'
  const tests = await testsOf(suite, folder)
  const needed = new Set(tests.flatMap(({ cmd, depends }) => [cmd[0], ...depends]))
  const all = JSON.parse(await ask(['meson', 'introspect', folder, '--targets']))
  const files = all.filter(({ id, filename }) => needed.has(id) || needed.has(filename[0]))
    .map(({ filename }) => relative(folder, filename[0]))
  if (files.length === 0) return true
  const name = `${suite}: test programs`
  return await addCommand(tally, name, [...builder(kind), ...new Set(files)], 20)
}

// The names of a suite's tests; on PostgreSQL only those that open a database: they link the
// scratch databases for tests.
async function programsOf(suite, engine, folder) {
  const names = []
  for (const { name, cmd } of await testsOf(suite, folder)) {
    const target = relative(folder, cmd[0])
    if (engine === 'SQLite' ||
        (await ask(['ninja', '-C', folder, '-t', 'query', target])).includes('libdb_test.a'))
      names.push(name)
  }
  return names
}

// The tests of src/db.
const isOfEngine = (name) => /^db($|-)/.test(name)

// One suite of meson's on one engine, or those of its tests whose names fit.
async function mesonSuite(tally, suite, engine, folder = 'build-asan', fits = () => true) {
  const names = (await programsOf(suite, engine, folder)).filter(fits)
  if (names.length === 0) {
    if (!pattern) tally.add(`${suite} (${engine}): there is no test`, false)
    return
  }
  const logbase = `testlog-${suite}-${engine}`
  const log = `${folder}/meson-logs/${logbase}.json`
  rmSync(log, { force: true }) // so that an old one is never read for a new one
  const words = [...ENGINES[engine], 'meson', 'test', '-C', folder, '--no-rebuild',
    '--suite', suite, '--logbase', logbase, '--timeout-multiplier', '4', ...names]
  const done = await command(words, { timeout: HANGS_AFTER, env: ENVIRONMENT })
  addMesonLog(tally, { log, done, suite, engine })
}

// Node's own tests of some files, on one engine, so many files at once; the reporter says one line
// of JSON a test.
async function nodeTests(tally, glob, engine, kind, options = {}) {
  const { atOnce = 1, env = {} } = options
  const files = globSync(glob).filter((file) => file.includes(pattern)).sort()
  if (files.length === 0) return
  const words = [...ENGINES[engine], 'script/node', '--test',
    `--test-concurrency=${atOnce}`, '--test-timeout=600000',
    '--test-reporter=./test/run/reporter.mjs', ...files]
  const done = await command(words,
    { timeout: HANGS_AFTER, env: { ...ENVIRONMENT, BUILD: kind, ...env } })
  addNodeEvents(tally, done, `${files.length} files on ${engine}`, engine)
}

const PARTS = {
  checks,
  // With the sanitizers on SQLite; on PostgreSQL what speaks to it, and the rest without them:
  // above that floor it is the same code once more (doc/decisions/0035).
  unit: async (tally) => {
    if (!(await buildSuite(tally, 'unit', 'asan'))) return
    await mesonSuite(tally, 'unit', 'SQLite')
    if (!(await buildSuite(tally, 'unit', ''))) return
    // Side by side: those of src/db wait.
    await Promise.all([
      mesonSuite(tally, 'unit', 'PostgreSQL', 'build-asan', isOfEngine),
      mesonSuite(tally, 'unit', 'PostgreSQL', 'build', (name) => !isOfEngine(name))])
  },
  http: async (tally) => {
    if (!(await buildSuite(tally, 'http', 'asan'))) return
    for (const engine in ENGINES) {
      await mesonSuite(tally, 'http', engine)
      await nodeTests(tally, 'test/http/*.test.mjs', engine, 'build-asan')
    }
  },
  fuzz: async (tally) => {
    if (await buildSuite(tally, 'fuzz', 'asan')) await mesonSuite(tally, 'fuzz', 'SQLite')
  },
  // In the build that people run: thousands of forms, and how it ends when it is killed.
  faults: async (tally) => {
    if (!(await buildSuite(tally, 'faults', ''))) return
    const clock = [...builder(''), 'test/browser/ahead.so'] // of demo_dates.test.mjs
    if (!(await addCommand(tally, 'what tests of faults need', clock))) return
    // Side by side: most of it is one program that waits for another.
    await Promise.all(Object.keys(ENGINES).flatMap((engine) => [
      mesonSuite(tally, 'faults', engine, 'build'),
      nodeTests(tally, 'test/faults/*.test.mjs', engine, 'build', { atOnce: 2 })]))
  },
  browser: async (tally) => {
    if (!(await build(tally, ''))) return
    // The page of themes.test.mjs, and the clock of demo.mjs.
    const further = [...builder(''), 'src/ui/specimen', 'test/browser/ahead.so']
    if (!(await addCommand(tally, 'what browser tests need', further))) return
    // Each file has a server and a browser of its own, and waits for them much of the time.
    // Pages do not know the engine: the job and the journey on the other one say that.
    const nu = await startNu()
    const env = { NU_CHECKER: nu.url }
    try {
      await Promise.all([
        nodeTests(tally, 'test/browser/*.test.mjs', 'SQLite', 'build', { atOnce: 2, env }),
        nodeTests(tally, 'test/browser/{job,journey}.test.mjs', 'PostgreSQL', 'build', { env })])
    } finally {
      await nu.stop()
    }
  },
}

if (only && !PARTS[only]) {
  console.error(`script/test: no part "${only}"; there are ${Object.keys(PARTS).join(', ')}`)
  process.exit(2)
}

async function runPart(part) {
  const began = Date.now()
  const tally = new Tally()
  try {
    await PARTS[part](tally)
  } catch (error) {
    tally.add(`${part}: the test runner itself`, false, error.stack)
  }
  const seconds = Math.round((Date.now() - began) / 1000)
  console.log(`${part}: ${tally.passed} passed, ${tally.failed} failed, ${seconds} s`)
  return tally
}

// One part after the other: side by side they take each other's processor, and waits run out.
const all = new Tally()
for (const part of only ? [only] : Object.keys(PARTS)) all.take(await runPart(part))
process.exitCode = all.finish()
