// A real browser, and what every page must keep to meanwhile: no breach of the content security policy, no request to
// another host, no failing script.
import assert from 'node:assert/strict'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { after } from 'node:test'
import { chromium } from 'playwright-core'

// The shell is Chromium without its windows: a page costs a third less in it.
const program = process.env.CHROMIUM ? find(process.env.CHROMIUM) : find('chromium-headless-shell') ?? find('chromium')

// The reason to skip, for node:test's option of that name. Where CI=true a missing browser fails the tests instead.
export const skip = program || process.env.CI === 'true' ? false : 'no browser to test in: apt-get install chromium-headless-shell'

// One browser for all tests of a process. Each suite has its own context and closes it: people in different suites
// share nothing.
let running
export async function launch () {
  assert.ok(program, 'no browser to test in: apt-get install chromium-headless-shell')
  const browser = await (running ??= chromium.launch({
    executablePath: program,
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  }))
  const contexts = []
  return {
    async newContext (options) {
      contexts.push(await browser.newContext(options))
      return contexts.at(-1)
    },
    close: () => Promise.all(contexts.map(context => context.close()))
  }
}
after(async () => { await (await running)?.close() })

// A person with a browser. breaches collects what the program's pages did against the rules. options.visits are other
// hosts that they may send the person to; pages there are not judged (but reach no network).
export async function person (browser, address, options = {}) {
  const { visits = [], ...rest } = options
  const context = await browser.newContext({ baseURL: address, locale: 'en-GB', timezoneId: 'Europe/London', ...rest })
  context.setDefaultTimeout(15_000)
  const breaches = []
  const own = url => url.startsWith(address + '/')
  const known = [new URL(address).host, ...visits]
  context.on('request', request => {
    const url = new URL(request.url())
    if (known.includes(url.host) || ['data:', 'blob:'].includes(url.protocol)) return
    if (own(request.frame().url())) breaches.push(`request to another host: ${url}`)
  })
  const note = (page, words) => { if (own(page?.url() ?? '')) breaches.push(`${page.url()}: ${words}`) }
  await context.exposeBinding('reportBreach', (source, words) => note(source.page, words))
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', e => window.reportBreach(`content security policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`))
  })
  context.on('console', message => {
    if (message.type() === 'error' && !/the server responded with a status of (4\d\d|5\d\d)/.test(message.text())) {
      note(message.page(), `console: ${message.text()}`)
    }
  })
  context.on('weberror', e => note(e.page(), `script: ${e.error().message}`))
  const page = await context.newPage()
  return { context, page, breaches, close: () => context.close() }
}

// Signs in at the demonstration's own sign-in service as the person with that key.
export async function signIn (page, key, next = '/') {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
  await page.locator(`button[name=person][value="${key}"]`).click()
  await page.waitForURL(url => !url.pathname.startsWith('/demo-idp') && !url.pathname.startsWith('/sign-in'))
}

function find (name) {
  const places = name.includes('/') ? [name] : process.env.PATH.split(delimiter).map(folder => join(folder, name))
  return places.find(place => {
    try {
      accessSync(place, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
