// Comfort for people whose browser runs scripts. Every task works without any of it.
import { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, Header, NotificationBanner, Radios, Scroll, SkipLink } from './nhsuk.js'
import { keepDrafts } from './drafts.js'
import { warnBeforeLeaving } from './leave.js'
import { warnBeforeEnd } from './session.js'

// A browser that runs modules is one that nhsuk-frontend supports; its styles wait for this word.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
for (const component of [Header, NotificationBanner, ErrorSummary, SkipLink, CharacterCount, Checkboxes, Radios, FileUpload, Scroll, Button]) {
  createAll(component)
}
keepDrafts(document)
warnBeforeLeaving(document)
warnBeforeEnd(document)
