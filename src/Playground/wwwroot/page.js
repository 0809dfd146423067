// The page: a ladder of rungs, each with one idea. It knows what stands around a rung; the rung's own file makes the rest.
//
// The address says where the reader is: #names?seed=2.
import { Engine } from 'engine';
import { element } from 'elements';
import { meanings } from 'words';
import { rung as begin } from 'given';
import { slope } from 'rungs/slope';
import { expression } from 'rungs/expression';
import { neuron } from 'rungs/neuron';
import { points } from 'rungs/points';
import { pairs } from 'rungs/pairs';
import { letters } from 'rungs/letters';
import { names } from 'rungs/names';
import { depth } from 'rungs/depth';
import { gpt } from 'rungs/gpt';
import { proof } from 'rungs/proof';

const rungs = [slope, expression, neuron, points, pairs, letters, names, depth, gpt, proof];
const reached = new Set();
const byId = (id) => document.getElementById(id);
let opening; // the engine, while it starts and ever after
let close = () => {}; // ends what the open rung holds
let closed = Promise.resolve(); // when the rungs before have been closed, each once
let shown = 0; // counts what was opened, so that what comes too late is not shown

function readAddress() {
  const [id, rest = ''] = (location.hash.slice(1) || begin || '').split('?');
  return { rung: rungs.find((rung) => rung.id === id) ?? rungs[0], address: Object.fromEntries(new URLSearchParams(rest)) };
}

function drawLadder(current) {
  const ladder = byId('ladder');
  ladder.replaceChildren(...rungs.map((rung, i) => {
    const isReached = reached.has(rung.id);
    return element('li', { class: isReached && 'reached' },
      element('a', { href: `#${rung.id}`, 'aria-current': rung.id === current.id && 'page' },
        element('b', {}, isReached ? '✓' : `${i + 1}`), rung.title));
  }));
  // On a phone it is wider than the page, and scrolls.
  const { offsetLeft, offsetWidth } = ladder.querySelector('[aria-current]');
  ladder.scrollLeft = offsetLeft + offsetWidth / 2 - ladder.clientWidth / 2;
}

/** A question that is asked first. A wrong answer gets a hint, and may be followed by another. */
function questionCard({ ask, answers }) {
  const says = element('p', { role: 'status' });
  const buttons = answers.map(({ text, hint, right }) => element('button', {
    type: 'button',
    onclick: (event) => {
      event.target.classList.add(right ? 'right' : 'not');
      says.textContent = right ? `Yes. ${right}` : hint;
      if (right) for (const button of buttons) button.disabled = true;
    },
  }, text));
  return element('section', { class: 'card question', 'aria-label': 'A question first' },
    element('h2', {}, ask), element('div', { class: 'answers' }, buttons), says);
}

function goalCard(rung) {
  const card = element('section', { class: 'card goal', 'aria-label': 'Your goal' },
    element('h2', {}, 'Your goal'),
    element('p', {}, rung.goal),
    element('p', { class: 'state', role: 'status' }),
    element('p', { class: 'answer' }));
  const reach = () => {
    reached.add(rung.id).add(rung.goal);
    card.classList.add('reached');
    card.querySelector('.state').textContent = '✓ Reached.';
    card.querySelector('.answer').textContent = rung.answer ?? '';
    drawLadder(rung);
  };
  if (reached.has(rung.goal)) reach(); // a rung may have a goal for each of its networks
  return { card, reach };
}

/** A site that has the course beside this page says where: <meta name="course" content="../course/">. */
const course = document.querySelector('meta[name=course]')?.content;

function nextCard(rung) {
  const next = rungs[rungs.findIndex(({ id }) => id === rung.id) + 1];
  return element('section', { class: 'card', 'aria-label': 'How it goes on' },
    element('p', {}, 'The same in code: ', element('code', {}, `dotnet run lessons/${rung.lesson}.cs`)),
    course && element('p', {}, element('a', { href: `${course}${rung.lesson}.html`, target: '_top' }, 'Read that lesson, line by line')),
    next && element('p', {}, element('a', { href: `#${next.id}` }, `Next: ${next.title} →`)));
}

/** The words that a rung uses before it can explain them. */
function wordsCard({ words = [] }) {
  return words.length > 0 && element('details', { class: 'card words' }, element('summary', {}, 'Words'),
    element('dl', {}, words.map((word) => [element('dt', {}, word), element('dd', {}, meanings[word])])));
}

function tell(problem) {
  byId('problem').textContent = problem?.message ?? '';
}

/** A function that keeps what a rung was told in its address. */
const keeper = (rung, address, isHere) => (changes) => {
  for (const [name, value] of Object.entries(changes))
    if (value == null || value === '') delete address[name];
    else address[name] = `${value}`;
  if (!isHere() || readAddress().rung !== rung) return; // the reader has gone on to another rung
  const text = new URLSearchParams(address).toString();
  history.replaceState(null, '', `#${rung.id}${text && `?${text}`}`);
};

/** Shows the rung of the address. The rung before is closed first. */
async function open() {
  const { rung, address } = readAddress();
  const mine = ++shown, isHere = () => mine === shown;
  tell(null);
  closed = closed.then(close).catch(tell);
  close = () => {};
  await closed;
  if (!isHere()) return;
  const told = { ...rung, ...rung.of?.(address) }; // what it says may depend on what it is asked for
  drawLadder(rung);
  document.title = `${rung.title} · Watch it learn`;
  delete document.body.dataset.ready;
  const stage = element('div', { class: 'stage waits', 'aria-busy': 'true' },
    element('p', { class: 'card' }, 'The engine starts …'));
  const { card, reach } = goalCard(told);
  byId('rung').replaceChildren(
    element('h1', {}, rung.title),
    element('p', { class: 'idea' }, told.idea),
    element('div', { class: 'columns' }, stage,
      element('div', { class: 'beside' }, questionCard(told.question), card, wordsCard(told), nextCard(told))));
  try {
    const engine = await (opening ??= Engine.open());
    if (!isHere()) return;
    const root = element('div', { class: `stage ${rung.id}` });
    const closeRung = await rung.open(root, {
      engine: engine.while(isHere),
      address,
      keep: keeper(rung, address, isHere),
      reach: () => isHere() && reach(),
      reopen: () => isHere() && reopen(),
      tell: (problem) => isHere() && tell(problem),
    });
    if (!isHere()) return closeRung();
    close = closeRung;
    stage.replaceWith(root);
    await new Promise(requestAnimationFrame); // the frame in which it is drawn
    if (isHere()) document.body.dataset.ready = rung.id;
  } catch (problem) {
    tell(problem);
  }
}

/** Opens the rung anew, as its address is now. Who uses a keyboard goes on where they were. */
async function reopen() {
  const { id } = document.activeElement;
  await open();
  if (id) byId(id)?.focus();
}

addEventListener('hashchange', open);
const embedded = new URLSearchParams(location.search).get('embed');
if (embedded !== null) {
  // A part of another page: only what is tried, or (?embed=short) the first card of it. That page is told how high it is.
  document.documentElement.classList.add('embedded', embedded || 'whole');
  new ResizeObserver(() => parent.postMessage({ height: byId('rung').getBoundingClientRect().height }, '*')).observe(byId('rung'));
}
globalThis.page = { engine: () => opening }; // for a curious reader's console, and the tests
open();
