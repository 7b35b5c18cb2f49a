// A list of countries in the reader's language, for the emergency number.
import { h } from './dom.js';
import { locale, t } from './words.js';

const CODES = ('AR AT AU BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GE GR HK HR HU IE IL IN IS IT JP KE KR LI LT LU LV MA MT MX MY '
  + 'NG NL NO NZ PE PH PK PL PT RO RS SA SE SG SI SK TH TR TW UA US UY VN ZA').split(' ');

export const homeCountry = () => /-([A-Z]{2})\b/.exec(navigator.language)?.[1] ?? '';

/** @param {string | null} chosen @param {(code: string) => void} changed */
export function countries(chosen, changed) {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const list = CODES.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) => a.name.localeCompare(b.name, locale));
  const select = h('select', { onchange: () => changed(select.value) }, h('option', { value: '' }, t('Another country')),
    list.map(({ code, name }) => h('option', { value: code }, name)));
  select.value = chosen ?? '';
  return select;
}
