// A quarter's figures from the first draft to a correction, by a provider and a commissioner in turn: pasted, filled
// in, asked about, answered, accepted, corrected. With receipts, and with every page checked against the rules for all
// pages.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'

describe('quarterly figures', { skip }, () => {
  let program, browser
  const people = {}
  before(async () => {
    [program, browser] = await Promise.all([demo(), launch()])
    for (const key of ['provider-b-demo1', 'commissioner-demo1', 'provider-a-demo1']) {
      people[key] = await person(browser, program.address)
      await signIn(people[key].page, key, '/icb/DEMO1/returns')
    }
  })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  // Presses a button and looks at the page that answers the form; after a save that is a redirect.
  async function press (page, button, status = 303) {
    const [answer] = await Promise.all([
      page.waitForResponse(r => r.request().method() === 'POST'),
      page.getByRole('button', { name: button }).click()
    ])
    await page.waitForLoadState()
    assert.equal(answer.status(), status, (await page.locator('.nhsuk-error-summary').allInnerTexts()).join())
    const html = status === 303 ? await (await page.reload()).text() : await answer.text()
    assert.deepEqual(await judge(page, html), [])
    await page.setViewportSize({ width: 1280, height: 900 })
  }

  async function look (page, path) {
    const answer = await page.goto(path)
    assert.equal(answer.status(), 200)
    assert.deepEqual(await judge(page, await answer.text()), [])
    await page.setViewportSize({ width: 1280, height: 900 })
  }

  test('a journey through a quarter', async () => {
    const provider = people['provider-b-demo1'].page
    const commissioner = people['commissioner-demo1'].page
    await look(provider, '/icb/DEMO1/returns')
    const [recent, earlier, first] = await provider.locator('main td a', { hasText: 'Not started' }).evaluateAll(all => all.slice(-3).map(a => a.pathname))
    assert.ok(recent && earlier && first)

    // the quarter before, pasted
    await provider.goto(first)
    await provider.getByText('Fill in faster').click()
    await provider.getByLabel('Column of numbers').fill('30\n20')
    await press(provider, 'Add the column to the form', 422)
    await provider.getByLabel('Column of numbers').fill('30\n20\n3\n8\n10\n2\n2.5\n0.5\n0.4\n0.2\n0.4\n3\n0.5\n0.4\n0.2\n0.5\n')
    await press(provider, 'Add the column to the form', 200)
    assert.equal(await provider.locator('#es_in_post').inputValue(), '2.5')
    await press(provider, 'Submit to the ICB')

    // the quarter, with the posts of the one before and a jump to be explained
    await provider.goto(earlier)
    await provider.getByText('Fill in faster').click()
    await press(provider, 'Fill in the posts from the last quarter', 200)
    assert.equal(await provider.locator('#es_in_post').inputValue(), '2.50')
    for (const [name, number] of Object.entries({ referrals: '35', access_unemployed: '31', access_retention: '3', first_job_starts: '9', job_starts: '11', kept_work: '2' })) {
      await provider.locator(`#${name}`).fill(number)
    }
    await provider.getByText('Split counts of people by team').click()
    await press(provider, 'Add a team', 200)
    for (const [n, name, number] of [[1, 'East team', '25'], [2, 'South team', '6']]) {
      await provider.getByRole('textbox', { name: `Name of team ${n}` }).fill(name)
      await provider.getByRole('textbox', { name: `People out of work who accessed the service, team ${n}` }).fill(number)
    }
    await press(provider, 'Submit to the ICB', 422)
    assert.equal(await provider.locator('#why_access_unemployed').isVisible(), true, 'the box for the word is open')
    await provider.locator('#why_access_unemployed').fill('A second team began')
    await press(provider, 'Submit to the ICB')
    await provider.getByText('A second team began').first().waitFor()

    await commissioner.goto(earlier)
    await commissioner.getByRole('link', { name: 'Ask a question' }).click()
    await commissioner.getByLabel('Your question').fill('Does the second team stay?')
    await press(commissioner, 'Send the question')
    await provider.goto(earlier.split('/returns')[0] + '/questions')
    await provider.getByRole('link', { name: 'Does the second team stay?' }).click()
    await provider.getByLabel('Your answer').fill('It does')
    await press(provider, 'Send the answer')
    await commissioner.goto(earlier)
    await press(commissioner, 'Accept the figures')

    await look(provider, `${earlier}?correct=yes`)
    await provider.locator('#first_job_starts').fill('8')
    await press(provider, 'Save the correction', 422)
    await provider.getByLabel('Why are you correcting the figures?').fill('One job was not paid')
    await press(provider, 'Save the correction')
    await look(provider, `${earlier}/receipt`)
    await provider.getByText('Corrected: One job was not paid').waitFor()
    await look(provider, `${earlier}/receipt?version=1`)
    assert.doesNotMatch(await provider.locator('main').innerText(), /One job was not paid/)

    assert.equal((await people['provider-a-demo1'].page.goto(earlier)).status(), 404, 'a rival')
    assert.equal((await people['provider-a-demo1'].page.goto(`${earlier}/receipt`)).status(), 404, 'a rival')
  })

  test('a set is agreed, and asked for', async () => {
    const commissioner = people['commissioner-demo1'].page
    await look(commissioner, '/icb/DEMO1/returns/set')
    await commissioner.getByLabel('Vocational profiles').check()
    await press(commissioner, 'Save the next version', 422)
    for (const [part, number] of [['day', '18'], ['month', '11'], ['year', '2026']]) await commissioner.locator(`#agreed_on-${part}`).fill(number)
    await commissioner.getByLabel('How was it agreed').fill('Both providers, by email')
    await press(commissioner, 'Save the next version')
    const provider = people['provider-b-demo1'].page
    await provider.goto('/icb/DEMO1/returns')
    await provider.locator('main td a').first().click()
    await provider.getByLabel('Vocational profiles started').waitFor()
  })

  test('own figures of all ICBs', async () => {
    const page = people['provider-a-demo1'].page
    await look(page, '/my-returns')
    const icbs = await page.locator('main table').first().locator('thead th').allInnerTexts()
    assert.equal(icbs.length, 3)
    assert.doesNotMatch(await page.locator('main').innerText(), /Riverside|Harbour|Lakeside/)
  })

  test('nothing was refused by the content policy', () => {
    for (const one of Object.values(people)) assert.deepEqual(one.breaches, [])
  })
})
