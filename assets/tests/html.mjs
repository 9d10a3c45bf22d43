// What sound HTML is here: html-validate's recommended rules, without those that NHS components break on purpose.
import { HtmlValidate, StaticConfigLoader } from 'html-validate'

// The rules are worked out once, not for every page.
class Rules extends StaticConfigLoader {
  getConfigFor () { return (this.resolved ??= super.getConfigFor()) }
}

export const validator = new HtmlValidate(new Rules({
  extends: ['html-validate:recommended'],
  rules: {
    'long-title': 'off', // a title names page, ICB and service
    'prefer-native-element': 'off', // NHS components carry roles of their own
    'no-redundant-role': 'off', // and some that their elements already have
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'form-dup-name': 'off', // many boxes, one name, and hidden copies of what was ticked
    'valid-autocomplete': 'off', // a browser that loads a page again must not put an old hidden key back, and only "off" says so
    'valid-id': ['error', { relaxed: true }] // ids are named after priorities and points: 3.4, c1.1
  }
}))
