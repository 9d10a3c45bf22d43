// What an attacker would type into the main fields, checked wherever it is shown: none of it ever runs, and none of it
// becomes part of a page. (server/hostile_test.go sends far more values through every field; here a browser says what
// it makes of them.)
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { demo } from './program.mjs'

const icb = '/icb/DEMO1'

// Each would set window.hostile, or leave an element behind, if a page treated it as more than text.
const values = [
  '<script>hostile=1</script>',
  '"><img src=x onerror=hostile=1><hostile-tag>',
  "'><svg/onload=hostile=1><hostile-tag>",
  '" onfocus="hostile=1" autofocus x="',
  '</textarea></title></style></script><script>hostile=1</script>',
  '<iframe srcdoc="<script>parent.hostile=1</script>"></iframe>',
  '<!--<hostile-tag>--><a href=javascript:hostile=1>x</a>',
  // eslint-disable-next-line no-template-curly-in-string
  '{{.}}{{template "layout.html" .}}${hostile=1}<%= 7*7 %>',
  '&lt;script&gt;hostile=1&lt;/script&gt;',
  '<form action=//evil.example><input name=hostile-tag><button>',
  '<base href=//evil.example/><meta http-equiv=refresh content="0;//evil.example">',
  'javascript:hostile=1'
]
const long = values.join('\n')
const short = `"'><img src=x onerror=hostile=1><hostile-tag>{{.}}`
const links = ['javascript:hostile=1', 'JaVaScRiPt:hostile=1//https://', 'data:text/html,<script>hostile=1</script>', 'https://example.org/"><script>hostile=1</script>']

describe('hostile text in a browser', { skip }, () => {
  let program, browser, visitor, page
  let oneReturn
  before(async () => {
    [program, browser] = await Promise.all([demo(), launch()])
    visitor = await enter('lead-demo1')
    page = visitor.page
  })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  async function enter (key) {
    const visitor = await person(browser, program.address)
    visitor.page.on('dialog', dialog => {
      if (dialog.type() !== 'beforeunload') visitor.breaches.push(`a dialog: ${dialog.message()}`)
      return dialog.accept()
    })
    await signIn(visitor.page, key, icb)
    return visitor
  }

  // Fills fields of the page, chooses options, sends the form, and checks the page that follows.
  async function fill (fields, choices = []) {
    for (const [name, value] of Object.entries(fields)) await page.locator(`main [name="${name}"]`).first().fill(value)
    for (const choice of choices) await page.locator(`main input${choice}`).check()
    const at = page.url()
    const [answer] = await Promise.all([
      page.waitForResponse(r => r.request().method() === 'POST'),
      page.locator(`main form[method=post]:has([name="${Object.keys(fields)[0]}"])`).first().locator('button[type=submit]').last().click()
    ])
    await page.waitForLoadState()
    await harmless(page, `${at} after it was sent`)
    return answer.status()
  }

  // What a page must not have become; returns whether hostile text is there, as text.
  async function harmless (page, where) {
    const found = await page.evaluate(() => {
      const all = [...document.querySelectorAll('*')]
      return [
        ...(window.hostile === undefined ? [] : ['something ran']),
        ...all.filter(e => /^(hostile-tag|iframe|object|embed|base)$/i.test(e.localName)).map(e => `an element ${e.outerHTML.slice(0, 80)}`),
        ...all.filter(e => [...e.attributes].some(a => /^on/i.test(a.name))).map(e => `a handler ${e.outerHTML.slice(0, 80)}`),
        ...all.filter(e => e.localName === 'script' && !new URL(e.src || 'none:').pathname.startsWith('/assets/')).map(e => `a script ${e.outerHTML.slice(0, 80)}`),
        ...all.filter(e => ['href', 'src', 'action', 'formaction'].some(a => /^\s*(javascript|data):/i.test(e.getAttribute(a) ?? ''))).map(e => `an address ${e.outerHTML.slice(0, 80)}`)
      ]
    })
    assert.deepEqual(found, [], where)
    const text = await page.evaluate(() => document.body.innerText + [...document.querySelectorAll('input, textarea')].map(e => e.value))
    return text.includes('hostile')
  }

  for (const [what, at, fields, choices] of [
    ['the notes of a priority', 'toolkit/1.3', { notes: long, private_notes: long }, ['[name=status][value=in_progress]']],
    ['a provider', 'providers', { name: short, place: short }, ['[name=kind][value=cic]', '[name=stage][value=new]']],
    ['an invitation', 'people', { name: short, email: 'newcomer@example.org' }, ['[name=role][value=reader]']],
    ['a target of one’s own', 'targets/new', { name: short, value: '5' }, ['[name=unit][value=number]', '[name=direction][value=at_least]']]
  ]) {
    test(`saved: ${what}`, async () => {
      await page.goto(`${icb}/${at}`)
      assert.ok([200, 303].includes(await fill(fields, choices)), 'it is text, and may be saved')
    })
  }

  test('saved: a contract', async () => {
    await page.goto(`${icb}/contracts/new`)
    await page.locator('main [name=provider]').selectOption({ index: 1 })
    const dates = { 'start-day': '1', 'start-month': '4', 'start-year': '2026', 'end-day': '31', 'end-month': '3', 'end-year': '2030' }
    assert.equal(await fill({ name: short, reference: short, ...dates }), 303)
  })

  test('saved: a return', async () => {
    await page.goto(`${icb}/returns`)
    oneReturn = (await paths(page, 'main a')).find(path => /returns\/\w{32}\/\d{4}Q\d/.test(path))
    await page.goto(oneReturn)
    assert.equal(await fill({ note: long }), 303)
  })

  test('evidence with every kind of link: refused where it could run', async () => {
    await page.goto(`${icb}/evidence/add?priority=3.4`)
    for (const link of links) assert.equal(await fill({ title: short, link }), 422, link)
    assert.equal(await fill({ title: short, link: 'https://example.org/#javascript:hostile=1' }), 303)
  })

  test('refused: a form with a date that is none', async () => {
    await page.goto(`${icb}/toolkit/3.3`)
    assert.equal(await fill({ notes: long, 'review_on-day': '31', 'review_on-month': '2', 'review_on-year': '2027' }), 422)
  })

  test('looked at by an administrator, a provider and a reader', async () => {
    await Promise.all([['lead-demo1', 10], ['provider-a-demo1', 2], ['reader-demo1', 2]].map(async ([key, least]) => {
      const looker = await enter(key)
      const seen = new Set()
      const lists = ['/toolkit', '/toolkit/1.3', '/my-work', '/history', '/evidence', '/providers', '/people', '/contracts', '/targets', '/returns']
      const waiting = new Set([icb, ...lists.map(at => icb + at), oneReturn, `${icb}/toolkit?q=${encodeURIComponent(values[0])}`])
      for (const at of waiting) { // what is added meanwhile comes too
        const answer = await looker.page.goto(at)
        assert.ok(answer.status() < 500, `${at}: ${answer.status()}`)
        if (await harmless(looker.page, at)) seen.add(at)
        if (lists.includes(at.replace(icb, ''))) for (const path of await paths(looker.page, 'main a:text("hostile")')) waiting.add(path)
      }
      assert.deepEqual(looker.breaches, [])
      assert.ok(seen.size >= least, `${key} saw hostile text only on ${[...seen].join(', ')}`)
      await looker.close()
    }))
  })

  test('nothing ran while it was typed and sent', () => assert.deepEqual(visitor.breaches, []))
})

const paths = (page, links) => page.locator(links).evaluateAll(all => all.filter(a => a.origin === location.origin).map(a => a.pathname))
