// Names being made from the counts.
import { element, numberOf, picture, seedOf } from 'elements';
import { widthOfPage } from 'chart';
import { textOf } from 'pairs/words';

const MOST = 100; // letters of a name that is drawn
const TEN = 10;

/** Names being made: one letter by letter, and ten at once. */
export function madeCard({ page, state, ask, inTurn }) {
  const { address } = page;
  const made = { seed: address.seed ? seedOf(address.seed) : '2', draws: Math.floor(numberOf(address.draw, 0, 0, MOST)) };
  const line = element('div', {});
  const says = element('p', { role: 'status' });
  const list = element('ol', { class: 'draws', 'aria-label': 'What was drawn' });
  const tens = element('div', { class: 'tens' });
  const one = element('button', { type: 'button', class: 'main', onclick: () => go({ draws: made.draws + 1 }) }, 'One letter');
  const rest = element('button', { type: 'button', onclick: () => go({ draws: MOST }) }, 'To the end');
  const again = element('button', { type: 'button', onclick: () => go({ draws: 0 }) }, 'Start again');
  const field = element('input', {
    id: 'seed', type: 'text', inputmode: 'numeric', maxlength: 19, size: 10, value: made.seed, autocomplete: 'off',
    onchange: () => go({ seed: seedOf(field.value), draws: 0 }),
  });
  const fresh = element('button', {
    type: 'button', onclick: () => go({ seed: `${Math.floor(Math.random() * 1e6)}`, draws: 0 }),
  }, 'New seed');
  const root = element('section', { class: 'card', 'aria-label': 'Make names' },
    element('h2', {}, 'Make a name, letter by letter'),
    element('div', { class: 'controls' }, one, rest, again,
      element('span', { class: 'controls seed' }, element('label', { for: 'seed', class: 'quiet' }, 'Seed'), field, fresh)),
    line, says, list,
    element('h2', {}, 'Ten names at once'), tens,
    element('p', { class: 'small quiet' },
      'The same seed, but another way to draw, a race: so the name above is not among them (lesson 04, section 6). '
      + 'A model that looks back one letter cannot know how long a name already is.'));

  function go(change) {
    Object.assign(made, change);
    field.value = made.seed;
    page.keep({ seed: made.seed, draw: made.draws });
    return inTurn(() => 'seed' in change ? refresh() : draw());
  }

  async function draw() {
    const numbers = await ask('Draw', made.seed, made.draws);
    const draws = Array.from({ length: numbers.length / 4 }, (_, i) => {
      const [last, random, next, length] = numbers.slice(4 * i, 4 * i + 4);
      return { last, random, next, length };
    });
    if (made.draws > draws.length) {
      made.draws = draws.length; // the name has ended
      if (address.draw) page.keep({ draw: made.draws });
    }
    const latest = draws.at(-1), hasEnded = latest?.next === 0;
    one.disabled = rest.disabled = hasEnded || draws.length >= MOST;
    const { letters } = state, table = await ask('Table');
    const from = latest?.last ?? 0, size = letters.length;
    const row = Array.from(table.slice(size * size + from * size, size * size + (from + 1) * size));
    line.replaceChildren(lineOf(letters, row, latest));
    const soFar = draws.map(({ next }) => next === 0 ? '' : letters[next]).join('');
    says.replaceChildren(
      element('span', { class: 'so-far', id: 'made' }, hasEnded ? soFar : `${soFar}…`), ' ',
      !latest ? `These are the probabilities after ${textOf('.')}, laid end to end: they fill the line from 0 to 1. `
        + 'A random number will fall on one of the pieces.'
        : hasEnded ? 'It fell on the dot, so the name ends here.'
        : `Next it draws from the row of ${letters[latest.next]}. What came before ${letters[latest.next]} is forgotten.`);
    list.replaceChildren(...draws.map(({ last, random, next, length }) => element('li', {},
      `after ${letters[last]}: ${random.toFixed(4)} falls on ${letters[next]}, which is ${length.toFixed(4)} long`)));
  }

  async function refresh() {
    await draw();
    const column = (heading, names) => element('div', {}, element('h3', {}, heading),
      element('ol', { 'aria-label': heading }, names.map((name) => element('li', {}, name))));
    tens.replaceChildren(
      column('from the counts', await ask('Sample', made.seed, TEN)),
      column('from pure chance', await ask('SampleByChance', made.seed, TEN)));
  }
  return { root, refresh };
}

/** The pieces of the line from 0 to 1, and where the random number fell. */
function lineOf(letters, row, latest) {
  const width = widthOfPage(), inner = width - 20, x = (part) => 10 + part * inner;
  let end = 0;
  const pieces = row.map((length, token) => ({ token, length, from: end, to: end += length })).filter((one) => one.length > 0);
  const label = latest
    ? `After ${textOf(letters[latest.last])}: ${latest.random.toFixed(4)} falls on ${letters[latest.next]}`
    : 'The probabilities of the first letters, laid end to end from 0 to 1';
  return picture('svg', { viewBox: `0 0 ${width} 84`, class: 'line', role: 'img', 'aria-label': label },
    pieces.map(({ token, length, from, to }) => {
      const isHit = token === latest?.next;
      return [
        picture('rect', { class: isHit && 'hit', x: x(from), y: 26, width: length * inner, height: 34 }),
        length * inner > 11
          && picture('text', { class: isHit && 'hit-name', x: x((from + to) / 2), y: 47 }, letters[token]),
      ];
    }),
    picture('text', { class: 'end', x: x(0), y: 78 }, '0'),
    picture('text', { class: 'end', x: x(1), y: 78 }, '1'),
    latest && [
      picture('line', { class: 'falls', x1: x(latest.random), x2: x(latest.random), y1: 18, y2: 66 }),
      picture('text', { x: Math.max(28, Math.min(width - 28, x(latest.random))), y: 13 }, latest.random.toFixed(4)),
    ]);
}
