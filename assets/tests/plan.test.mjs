// The staffing plan answers while a person types, keeps its numbers in the address, and works without scripts.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { demo } from './program.mjs'

const plan = '/icb/DEMO1/plan'

describe('the staffing plan', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  async function at (options, walk) {
    const visitor = await person(browser, program.address, options)
    await signIn(visitor.page, 'commissioner-demo1', plan)
    await walk(visitor.page)
    assert.deepEqual(visitor.breaches, [])
    await visitor.close()
  }

  test('changes at once, and a reload keeps what was typed', () => at({}, async page => {
    const headline = page.locator('[data-plan-headline]')
    await page.locator('#access').fill('1000')
    await page.locator('#retention').fill('25')
    await headline.filter({ hasText: '18.75 employment specialists' }).waitFor()
    assert.match(await page.locator('#plan-result').textContent(), /750 \/ 40 = 18\.75/)
    assert.match(page.url(), /access=1000&retention=25$/)
    await page.locator('#access').fill('many')
    await page.locator('#plan-result', { hasText: 'Number of people must be a number' }).waitFor()
    assert.equal(await headline.count(), 0, 'what cannot be read has no result')
    await page.locator('#access').fill('1,200')
    await headline.filter({ hasText: '22.50 employment specialists' }).waitFor()
    await page.reload()
    assert.equal(await page.locator('#access').inputValue(), '1,200')
    await headline.filter({ hasText: '22.50 employment specialists' }).waitFor()
  }))

  test('without scripts', () => at({ javaScriptEnabled: false }, async page => {
    await page.locator('#access').fill('1000')
    await page.locator('#retention').fill('25%')
    await page.locator('form[data-plan] button').click()
    await page.locator('[data-plan-headline]', { hasText: '18.75 employment specialists' }).waitFor()
    assert.equal(await page.locator('#retention').inputValue(), '25%')
  }))
})
