// Elements without a framework: h('p', {class: 'quiet'}, 'text').

/** @typedef {Node | string | number | null | undefined | false} Child */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {Element} element
 * @param {Record<string, any>} props
 */
function setProps(element, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.setAttribute('class', value);
    else if (name === 'value') /** @type {HTMLInputElement} */ (element).value = value;
    else if (name === 'checked') /** @type {HTMLInputElement} */ (element).checked = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Numbers keep their units: no line begins with "mm". @param {string} text */
const kept = (text) => text.replace(/(\d) (?=(?:%|mm|cm|m|kg|lb|min|s|h|N|MPa|mmHg|pulg\.|ft)(?![\p{L}\d]))/gu, '$1\u00a0');

/**
 * @param {Element} element
 * @param {(Child | Child[])[]} children
 */
function append(element, children) {
  for (const child of children.flat(4)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : kept(String(child)));
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [props]
 * @param {...any} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  append(element, children);
  setProps(element, props);
  return element;
}

/**
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...any} children
 * @returns {SVGElement}
 */
export function s(tag, props = {}, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  append(element, children);
  setProps(element, props);
  return element;
}

/**
 * Replaces what an element holds.
 * @param {Element} element
 * @param {...any} children
 */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

let last = 0;
/** A document-wide id. @param {string} stem */
export const uid = (stem) => `${stem}-${(last += 1)}`;

/** Says something to screen readers without showing it. @param {string} text */
export function announce(text) {
  const place = document.getElementById('say');
  if (!place) return;
  place.textContent = '';
  requestAnimationFrame(() => { place.textContent = text; });
}
