// Two voices: a provider gives its view and the commissioner says why it differs; the steering group reads no provider's name. A
// question goes to a provider, is answered from its start page and closed.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'

const icb = '/icb/DEMO1'
const priority = `${icb}/toolkit/4.3`

describe('views and questions', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  // What one person does, with every page judged at its end.
  async function as (key, options, what) {
    const visitor = await person(browser, program.address, options)
    try {
      await signIn(visitor.page, key, icb)
      await what(visitor.page)
      if (options.javaScriptEnabled !== false) assert.deepEqual(await judge(visitor.page, await (await visitor.page.reload()).text()), [])
      assert.deepEqual(visitor.breaches, [])
    } finally {
      await visitor.close()
    }
  }

  // The part of a priority's page about views: notes of the ICB above it may name anybody.
  const said = (text, heading) => text.slice(text.indexOf(heading)).split('History')[0]

  for (const [name, options, status] of [['with JavaScript', {}, 'Not started'], ['without JavaScript', { javaScriptEnabled: false }, 'In progress']]) {
    test(`a view that differs, ${name}`, async () => {
      const note = `Pay is below the band, ${name}.`
      const comment = `We look at it with both, ${name}.`
      await as('provider-a-demo1', options, async page => {
        await page.goto(priority)
        await page.getByLabel(status).check()
        await page.getByLabel('Note (optional)').fill(note)
        await page.getByRole('button', { name: 'Save your view' }).click()
        await page.getByText('Your view on 4.3 saved').waitFor()
        await page.goto(`${icb}/toolkit`)
        await page.getByText(`Your view: ${status}`).first().waitFor()
        await page.goto(priority)
      })
      await as('reader-demo1', options, async page => {
        await page.goto(priority)
        assert.equal(await page.locator('#voices-title').count(), 0, 'the steering group reads nothing before the ICB has said something')
      })
      await as('commissioner-demo1', options, async page => {
        await page.goto(priority)
        await page.getByText(`${status} at the 1 provider that has given its view.`).waitFor()
        await page.getByText(note).first().waitFor()
        await page.getByText('Views differ').first().waitFor()
        await page.getByLabel('What the ICB says about the difference').fill(comment)
        await page.getByRole('button', { name: 'Save what the ICB says' }).click()
        await page.getByText('Your comment on the views on 4.3 saved').waitFor()
      })
      await as('reader-demo1', options, async page => {
        await page.goto(priority)
        await page.getByText(comment).first().waitFor()
        const text = said(await page.locator('main').innerText(), 'What providers say')
        for (const hidden of ['Northside', 'Riverside', note]) assert.ok(!text.includes(hidden), hidden)
      })
      await as('provider-b-demo1', options, async page => {
        await page.goto(priority)
        const text = said(await page.locator('main').innerText(), 'Your view')
        for (const hidden of ['Northside', note]) assert.ok(!text.includes(hidden), hidden)
      })
    })

    test(`a question from asked to closed, ${name}`, async () => {
      const question = `Who trains your new staff, ${name}?`
      await as('commissioner-demo1', options, async page => {
        await page.goto(priority)
        await page.getByRole('link', { name: 'Ask a question' }).click()
        await page.getByRole('button', { name: 'Send the question' }).click()
        await page.getByText('Choose the provider you want to ask').first().waitFor()
        await page.getByLabel('Riverside').check()
        await page.getByLabel('Your question').fill(question)
        await page.getByRole('button', { name: 'Send the question' }).click()
        await page.getByText('Question sent').waitFor()
        await page.getByText('Waiting for Riverside').waitFor()
      })
      await as('provider-a-demo1', options, async page => {
        await page.goto(`${icb}/questions`)
        assert.equal(await page.getByText(question).count(), 0, 'a rival does not read it')
      })
      await as('provider-b-demo1', options, async page => {
        await page.goto(`${icb}/my-work`)
        await page.getByRole('link', { name: 'Answer the ICB’s question on 4.3' }).first().click()
        await page.getByText(question).first().waitFor()
        await page.getByLabel('Your answer').fill('IPS Grow does.')
        await page.getByRole('button', { name: 'Send the answer' }).click()
        await page.getByText('Answer sent').waitFor()
      })
      await as('commissioner-demo1', options, async page => {
        await page.goto(`${icb}/questions?state=answered`)
        await page.getByRole('link', { name: question }).click()
        await page.getByText('IPS Grow does.').first().waitFor()
        await page.getByRole('button', { name: 'Answered, thank you' }).click()
        await page.getByText('Question closed').waitFor()
      })
    })
  }
})
