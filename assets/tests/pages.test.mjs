// Every page that a role can reach by links, and the few it reaches otherwise, held to what all pages promise: WCAG 2.2
// AA, sound HTML, the strict content security policy, nothing from other hosts, and no sideways scrolling on a phone.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { validator } from './html.mjs'
import { demo } from './program.mjs'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
// 320 CSS pixels is the narrowest that WCAG 1.4.10 asks for, 375 a common phone.
const phones = [320, 375]

const roles = [
  { key: 'lead-demo1', icb: 'DEMO1' },
  { key: 'commissioner-demo1', icb: 'DEMO1' },
  { key: 'provider-a-demo1', icb: 'DEMO1' },
  { key: 'reader-demo1', icb: 'DEMO1' },
  { key: 'lead-demo2', icb: 'DEMO2' },
  { key: 'lead-demo3', icb: 'DEMO3' }
]

describe('every page', { skip, concurrency: 2 }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  test('before sign-in', async () => {
    const visitor = await person(browser, program.address)
    await look(visitor, ['/sign-in', '/icb/DEMO1/no-such-page', '/accessibility', '/privacy', '/cookies', '/abbreviations'])
  })

  for (const { key, icb } of roles) {
    test(`${key} in ${icb}`, async t => {
      const visitor = await person(browser, program.address)
      await signIn(visitor.page, key)
      const seen = await look(visitor, ['/', '/account', '/my-icbs', `/icb/${icb}`, `/icb/${icb}/no-such-page`], icb)
      t.diagnostic(`${seen} pages`)
      assert.ok(seen > 30, `only ${seen} pages reached`)
    })
  }

  test('refused forms', async () => {
    const visitor = await person(browser, program.address)
    await signIn(visitor.page, 'lead-demo1')
    const problems = []
    for (const form of ['toolkit/1.1', 'evidence/add', 'people', 'providers', 'settings', 'contracts/new', 'targets/new', 'targets/job-outcome-rate']) {
      const address = `/icb/DEMO1/${form}`
      await visitor.page.goto(address)
      const html = await refuse(visitor.page)
      if (!html) problems.push(`${address}: not refused`)
      else problems.push(...await sound(address, html), ...await accessible(visitor.page, address), ...await narrow(visitor.page, address))
    }
    assert.deepEqual([...problems, ...visitor.breaches], [])
  })
})

// Sends the page's own form with nonsense in it; the HTML of the refusal, or nothing when it was taken.
async function refuse (page) {
  const form = page.locator('main form[method=post]').first()
  for (const field of await form.locator('input[type=text]:visible, input[type=email]:visible, textarea:visible').all()) await field.fill('x\u2028'.repeat(3))
  const [answer] = await Promise.all([
    page.waitForResponse(r => r.request().method() === 'POST'),
    form.locator('button[type=submit]').first().click()
  ])
  if (answer.status() !== 422) return undefined
  const html = await answer.text()
  await page.locator('.nhsuk-error-summary').waitFor()
  return html
}

// Looks at the pages and at all they link to; returns how many there were.
async function look ({ context, page, breaches }, start, icb) {
  const problems = []
  const waiting = [...start]
  const seen = new Map(waiting.map(address => [shape(address), 1]))
  const queued = new Set(waiting)
  let count = 0
  for (let address; (address = waiting.shift());) {
    const answer = await context.request.get(address)
    if (!answer.headers()['content-type']?.startsWith('text/html')) continue
    if (answer.status() >= 500 || (answer.status() >= 400 && !start.includes(address))) {
      problems.push(`${address}: ${answer.status()}`)
    }
    count++
    problems.push(...await sound(address, await answer.text()))
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(address)
    problems.push(...await accessible(page, address), ...await narrow(page, address))
    for (const link of await links(page, icb)) {
      const times = seen.get(shape(link)) ?? 0
      if (times >= (shape(link).includes('*') ? 3 : 1) || queued.has(link)) continue
      seen.set(shape(link), times + 1)
      queued.add(link)
      waiting.push(link)
    }
  }
  assert.deepEqual([...problems, ...breaches], [])
  return count
}

// What pages have in common: addresses that differ only in what is searched for are one page, looked at once; of those
// that differ only in a record's id or a quarter (* here), three are looked at.
function shape (address) {
  const url = new URL(address, 'http://here')
  return url.pathname.replace(/\b([0-9a-f]{32}|\d{4}Q\d)\b/g, '*') + [...new Set(url.searchParams.keys())].sort().map(name => `?${name}`).join('')
}

// The pages of the service that a page links to, other ICBs' left out: each role is one person's in one ICB.
const links = (page, icb) => page.locator('a[href]').evaluateAll((all, icb) => all
  .filter(a => a.origin === location.origin && !/^\/(demo-idp|assets)\//.test(a.pathname))
  .filter(a => !a.pathname.startsWith('/icb/') || `${a.pathname}/`.startsWith(`/icb/${icb}/`))
  .map(a => a.pathname + a.search), icb)

async function sound (address, html) {
  const report = await validator.validateString(html)
  return report.results.flatMap(result => result.messages)
    .map(m => `${address}: HTML line ${m.line}: ${m.message} (${m.ruleId})`)
}

async function accessible (page, address) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(tags => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), wcag)
  return violations.map(v => `${address}: axe: ${v.help} (${v.id}): ${v.nodes.map(n => n.target).join(' | ')}`)
}

async function narrow (page, address) {
  const found = []
  for (const width of phones) {
    await page.setViewportSize({ width, height: 800 })
    const wide = await page.evaluate(() => {
      const root = document.scrollingElement
      if (root.scrollWidth <= innerWidth) return null
      const out = [...document.querySelectorAll('body *')].find(e => e.getBoundingClientRect().right > innerWidth + 1)
      return `${root.scrollWidth} px wide: ${out?.outerHTML.slice(0, 120)}`
    })
    if (wide) found.push(`${address}: at ${width} px the page scrolls sideways, ${wide}`)
  }
  return found
}
