// Starts the real program for a test file, on a free port and with its own data folder, and stops it afterwards.
import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { promisify } from 'node:util'

const built = process.env.IPS_PROGRAM
if (!built) throw new Error('IPS_PROGRAM names no program: go build -o /tmp/ipstoolkit ./cmd/ipstoolkit, then IPS_PROGRAM=/tmp/ipstoolkit npm test')

export async function freePort () {
  const server = createServer()
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise(resolve => server.close(resolve))
  return port
}

export const newFolder = () => mkdtemp(join(tmpdir(), 'ipstoolkit-browser-'))

// Runs one command to its end: returns what it printed, or throws an error with it.
export async function command (args, settings = {}) {
  const child = spawn(built, args, { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] })
  const { printed, ended } = follow(child)
  if (await ended !== 0) throw new Error(`ipstoolkit ${args.join(' ')}: ${printed()}`)
  return printed()
}

// The moment at which the demonstration begins, so that its dates are the same on every day.
const usual = '2026-11-20T09:00:00Z'

// The demonstration, at address once ready. Given two moments, it is filled at the first and opened at the second, so that time has
// passed.
export async function demo (first = usual, now = first) {
  const folder = await newFolder()
  await cp(await filledAt(first), folder, { recursive: true })
  const { address, printed, stop } = await openDemo(folder, now)
  return { address, printed, stop: () => stop().then(() => rm(folder, { recursive: true })) }
}

// The demonstration on a data folder, at a moment.
export async function openDemo (folder, now) {
  const listen = `127.0.0.1:${await freePort()}`
  return start(['demo', '--listen', listen, '--data', folder, '--now', now], `http://${listen}`)
}

// The demonstration over a long time, on a PostgreSQL database where one is named. Each move to a moment restarts the program at
// the same address, so that people stay signed in. It begins at the usual moment.
export async function demoOverTime (database) {
  const folder = await newFolder()
  if (!database) await cp(await filledAt(usual), folder, { recursive: true })
  const listen = `127.0.0.1:${await freePort()}`
  const address = `http://${listen}`
  const on = ['--data', folder, ...database ? ['--database', database] : []]
  let program
  const over = {
    address,
    async moveTo (now) {
      await program?.stop()
      program = undefined
      program = await start(['demo', '--listen', listen, ...on, '--now', now], address)
    },
    async check () {
      await program.stop()
      program = undefined
      return database ? command(['check'], { IPS_DATABASE: database }) : command(['check', '--data', folder])
    },
    async stop () {
      await program?.stop()
      await rm(folder, { recursive: true })
    }
  }
  await over.moveTo(usual)
  return over
}

// The reason to skip a test on PostgreSQL. Where CI=true a missing server fails it instead.
const server = process.env.IPS_TEST_POSTGRES
export const skipPostgres = server || process.env.CI === 'true' ? false : 'no PostgreSQL to test on: eval "$(.ci/postgres start)" first'

// A fresh PostgreSQL database, by its address, and what removes it.
export async function postgres () {
  if (!server) throw new Error('no PostgreSQL to test on: IPS_TEST_POSTGRES is not set')
  const name = `browser_${randomUUID().replaceAll('-', '')}`
  const run = statement => promisify(execFile)('psql', ['--quiet', '--dbname', server, '--command', statement])
  await run(`CREATE DATABASE ${name}`)
  return { address: server.replace(/^([^?]*\/)[^/?]*/, `$1${name}`), drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`) }
}

// Data folders as the demonstration fills them at a moment, each once for all suites of a process: they begin with copies.
const filled = new Map()
function filledAt (now) {
  if (!filled.has(now)) {
    filled.set(now, newFolder().then(async folder => {
      await (await openDemo(folder, now)).stop()
      return folder
    }))
  }
  return filled.get(now)
}
after(async () => { for (const folder of filled.values()) await rm(await folder, { recursive: true, force: true }) })

export async function start (args, address, settings = {}) {
  const child = spawn(built, args, { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] })
  const { printed, ended } = follow(child)
  let running = true
  ended.then(() => { running = false })
  const until = Date.now() + 60_000
  while (!await ready(address)) {
    if (!running || Date.now() > until) {
      child.kill('SIGKILL')
      throw new Error(`ipstoolkit ${args.join(' ')} is not ready:\n${printed()}`)
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { address, printed, stop }
}

function follow (child) {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => { text += part })
  return { printed: () => text, ended: new Promise(resolve => child.on('exit', resolve)) }
}

const ready = address => fetch(`${address}/readyz`).then(answer => answer.status === 200, () => false)
