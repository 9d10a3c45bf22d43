// A provider finishes a quarter's breakdown, and commissioners read it with small numbers masked: on the page, in its
// chart and on paper. The rules for all pages apply to the pages that no link leads to, too.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'

const equity = '/icb/DEMO1/equity?characteristic=disability'

describe('equity', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  async function as (key, walk) {
    const visitor = await person(browser, program.address)
    await signIn(visitor.page, key, equity)
    await walk(visitor.page)
    assert.deepEqual(visitor.breaches, [])
    await visitor.close()
  }

  // Presses a button and looks at the page that answers the form.
  async function send (page, button, status) {
    const [answer] = await Promise.all([
      page.waitForResponse(r => r.request().method() === 'POST' && r.url().includes('/equity')),
      page.getByRole('button', { name: button, exact: true }).click()
    ])
    assert.equal(answer.status(), status)
    const html = status === 303 ? '' : await answer.text()
    await page.waitForLoadState()
    if (html) assert.deepEqual(await judge(page, html), [])
    await page.setViewportSize({ width: 1280, height: 900 })
  }

  const period = page => page.locator('h3 + p').first().textContent()

  test('a provider finishes what was left', () => as('provider-b-demo1', async page => {
    assert.match(await period(page), /to Quarter 1 2026\/27/)
    await page.getByRole('link', { name: 'Not finished' }).click()
    for (const [field, number] of [['access', '9'], ['unemployed', '2'], ['first_jobs', '1']]) {
      await page.locator(`#${field}-not_known`).fill(number)
    }
    await send(page, 'Save as finished', 422)
    await page.getByRole('link', { name: /the groups add up to 45, and the quarterly figures for Quarter 2 2026\/27 say 38/ }).waitFor()
    assert.equal(await page.locator('#access-not_known').inputValue(), '9')
    await page.locator('#access-not_known').fill('2')
    await send(page, 'Save as finished', 303)
    await page.locator('[data-saved]', { hasText: 'Disability, Quarter 2 2026/27: finished' }).waitFor()
    await page.goto(equity)
    assert.match(await period(page), /^Four quarters to Quarter 2 2026\/27/)
  }))

  test('a commissioner reads masked numbers, on paper too, and true ones with a reason', () => as('commissioner-demo1', async page => {
    await page.goto(equity.replace('disability', 'ethnicity'))
    const shown = () => page.locator('main td, svg.app-chart text, svg.app-chart desc')
      .evaluateAll(all => all.map(e => e.innerText ?? e.textContent).join(' '))
    const masked = await shown()
    assert.match(masked, /\*/)
    const numbers = masked.replace(/Quarter \d \d{4}\/\d\d/g, '').match(/(?<![\d.])\d+(?![\d%.])/g)
    assert.ok(numbers.length > 20)
    assert.deepEqual(numbers.filter(n => n % 5 !== 0), [], 'numbers of people are to the nearest 5')
    await page.emulateMedia({ media: 'print' })
    assert.equal(await shown(), masked)
    assert.equal(await page.getByRole('button', { name: 'Show the true numbers' }).isVisible(), false)
    await page.emulateMedia({ media: 'screen' })
    await send(page, 'Show the true numbers', 422)
    await page.locator('#reason').fill('To agree the return')
    await send(page, 'Show the true numbers', 200)
    assert.doesNotMatch(await shown(), /\*/)
    await page.goto(equity.replace('disability', 'ethnicity'))
    assert.equal(await shown(), masked)
  }))

  test('a provider counts a quarter on one page, from a spreadsheet', () => as('provider-b-demo1', async page => {
    await page.getByRole('heading', { name: 'All characteristics of a quarter on one page' }).waitFor()
    await page.getByRole('link', { name: 'Quarter 2 2026/27', exact: true }).click()
    await page.waitForURL(/\/2026Q2$/)
    assert.deepEqual(await judge(page, await (await page.reload()).text()), [])
    await page.setViewportSize({ width: 1280, height: 900 })
    const box = name => page.locator(`[id="${name}"]`)
    const before = await box('age-access-1').inputValue()
    await page.getByText('Paste from a spreadsheet, or choose a file').click()
    await page.locator('#cells').fill('Age\tAccess\tUnemployed\tJobs\nUnder 18\t1\t1\t0\nWho knows\t1\t1\t1\nTotal\t9\t9\t9')
    await send(page, 'Fill in the boxes from the cells', 200)
    await page.getByText('Nothing is saved yet').waitFor()
    await page.getByText('row 3, Who knows').waitFor()
    assert.equal(await box('age-access-1').inputValue(), '1')
    await page.getByText('Paste from a spreadsheet, or choose a file').click()
    await page.locator('#file').setInputFiles({ name: 'ages.csv', mimeType: 'text/csv', buffer: Buffer.from('Age,Access,Unemployed,Jobs\n<18,2,1,0\n') })
    await send(page, 'Fill in the boxes from the file', 200)
    assert.equal(await box('age-access-1').inputValue(), '2')
    await box('age-access-1').fill('a few')
    await send(page, 'Save', 422)
    await page.getByRole('link', { name: /Age band: Under 18, people who accessed/ }).waitFor()
    assert.equal(await box('age-access-1').inputValue(), 'a few')
    await box('age-access-1').fill('99')
    await page.getByLabel('Count the boxes I left empty as 0').check()
    await send(page, 'Save', 303)
    await page.locator('[data-saved]', { hasText: 'Saved: 4 of 5 characteristics of Quarter 2 2026/27 are finished' }).waitFor()
    await page.getByText(/People who accessed: the groups add up to \d+, and the quarterly figures say/).waitFor()
    await box('age-access-1').fill(before)
    for (const [name, number] of [['age-unemployed-1', ''], ['age-first_jobs-1', '']]) await box(name).fill(number)
    await page.getByLabel('Count the boxes I left empty as 0').check()
    await send(page, 'Save', 303)
  }))
})
