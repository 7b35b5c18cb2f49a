// The one way to the server. Every answer is JSON; every error is a Problem
// with a sentence for the person.
import { t } from './ui/words.js';

/** @typedef {import('./types.js').Today} Today */

export class Problem extends Error {
  /**
   * @param {number} status 0 when the server did not answer
   * @param {string} sentence
   * @param {string} [field]
   */
  constructor(status, sentence, field) {
    super(sentence);
    this.status = status;
    this.field = field;
  }
}

const BASE = '/api/v1';
/** @type {Set<(reachable: boolean) => void>} */
const watchers = new Set();

/**
 * Tells when the server stops or starts answering.
 * @param {(reachable: boolean) => void} watcher
 */
export function watchServer(watcher) {
  watchers.add(watcher);
}

/** @param {boolean} reachable */
function report(reachable) {
  for (const watcher of watchers) watcher(reachable);
}

/**
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal] for whoever may no longer want the answer
 * @returns {Promise<T>}
 */
async function call(method, path, body, signal) {
  /** @type {RequestInit} */
  const init = { method, headers: { Accept: 'application/json' }, cache: 'no-store', signal };
  if (method !== 'GET') {
    init.headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    init.body = JSON.stringify(body ?? {});
  }
  /** @type {Response} */
  let response;
  try {
    response = await fetch(BASE + path, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    report(false);
    throw new Problem(0, t('Stature is not answering. Is the program still running?'));
  }
  report(true);
  const text = await response.text();
  /** @type {any} */
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    throw new Problem(response.status, t('Stature gave an answer this page cannot read.'));
  }
  if (!response.ok) {
    const sentence = answer?.detail || answer?.title || t('Stature answered with error {status}.', { status: response.status });
    throw new Problem(response.status, sentence, answer?.field);
  }
  return answer;
}

/**
 * @template T
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export const get = (path, signal) => call('GET', path, undefined, signal);

/**
 * @template T
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export const post = (path, body, signal) => call('POST', path, body, signal);

/**
 * @template T
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<T>}
 */
export async function put(path, body) {
  /** @type {any} */
  const answer = await call('PUT', path, body);
  if (path === '/profile') window.dispatchEvent(new Event('profilechange'));
  return answer;
}

/**
 * @template T
 * @param {string} path
 * @returns {Promise<T>}
 */
export const remove = (path) => call('DELETE', path);

export const url = (/** @type {string} */ path) => BASE + path;
