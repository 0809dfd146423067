// What a network remembers of the letters before.
import { element, nameField, onlyOf, picture, show, tone } from 'elements';
import { float64 } from 'expression';
import { name as nameToRead } from 'given';

const LONGEST = 12; // letters of a name that still fit a phone
const LEFT = 74, STEP = 34, CELL = 6, TOP = 24; // of a strip: room for the names of its rows, a letter, a number, the letters

/** A card with what the network remembers of a name. `wiped` is what a number is that the gate has let go of. */
export function memoryCard(page, training, wiped) {
  const strips = element('div', { class: 'strips' });
  const says = element('p', { id: 'kept-longest' });
  const input = nameField({
    id: 'name', value: page.address.name ?? nameToRead, maxlength: LONGEST, size: 12,
    oninput: () => {
      page.keep({ name: input.value });
      update();
    },
  });
  const root = element('section', { class: 'card', 'aria-label': 'What it remembers' },
    element('div', { class: 'controls' },
      element('h2', {}, element('label', { for: 'name' }, 'What it remembers of')), input),
    strips, says);

  async function update() {
    const name = [...onlyOf(await training().ask('Letters'), input.value)].slice(0, LONGEST).join('');
    const told = await training().ask('Memory', name);
    root.hidden = told === null;
    if (root.hidden) return;
    const read = JSON.parse(told);
    for (const numbers of ['memories', 'shares', 'gradients', 'left']) read[numbers] = float64(read[numbers]);
    const longest = read.left.indexOf(Math.max(...read.left)); // −1 without gates
    strips.replaceChildren(
      ...longest < 0 ? [memoryStrip(read)] : [memoryStrip(read, longest), gateStrip(read, longest, wiped)],
      gradientBars(read));
    says.hidden = longest < 0 || read.letters.length < 3;
    says.textContent = `Of what number ${longest} (marked) held after ${read.letters[1]}, ${percent(read.left[longest])} `
      + 'is left after the last letter. No other number has kept more.';
  }
  return { root, show: update };
}

const percent = (share) => `${show(100 * share, false, 2)} %`;

const figure = (caption, ...parts) => element('figure', {}, element('figcaption', {}, caption), ...parts);

/** A column for each letter, a row for each number: what is in memory after that letter. */
function memoryStrip(read, marked) {
  const after = (place) => `after ${nameOf(read, place)}`;
  return figure('Its memory after each letter. Each row is one number from −1 to 1: blue above 0, orange below.',
    strip(read, {
      label: 'The memory after each letter',
      colour: (value) => ({ class: tone(value), opacity: Math.abs(value) }),
      title: (row, place, value) => `number ${row} ${after(place)}: ${show(value, false, 2)}`,
      values: read.memories,
      marked,
    }));
}

/** The same for the gate: how much of each number the letter left as it was. */
function gateStrip(read, marked, wiped) {
  const { letters, width, kept, replaced } = read;
  const counts = { kept, mixed: kept.map((count, i) => width - count - replaced[i]), [wiped]: replaced };
  const words = letters.map((_, place) =>
    `${nameOf(read, place)}: ${Object.entries(counts).map(([name, each]) => `${each[place]} ${name}`).join(', ')}`);
  return figure(`How much of each number the letter keeps: full colour is all. Kept: more than 90 %; ${wiped}: less than 10 %.`,
    strip(read, {
      label: `What each letter keeps of the memory. ${words.join('; ')}`,
      colour: (share) => ({ class: 'share', opacity: share }),
      title: (row, place, share) => `${nameOf(read, place)} keeps ${percent(share)} of number ${row}`,
      values: read.shares,
      counts,
      marked,
    }));
}

const nameOf = ({ letters }, place) => place === 0 ? 'the beginning' : letters[place];

function strip({ letters, width }, { label, colour, title, values, counts = {}, marked }) {
  const bottom = TOP + width * CELL, rows = Object.entries(counts);
  const right = LEFT + letters.length * STEP, height = bottom + 6 + rows.length * 17;
  const cells = letters.map((_, place) => Array.from({ length: width }, (_, row) => {
    const value = values[place * width + row];
    return picture('rect', { x: LEFT + place * STEP, y: TOP + row * CELL, width: STEP - 3, height: CELL - 0.5, ...colour(value) },
      picture('title', {}, title(row, place, value)));
  }));
  const y = TOP + marked * CELL;
  return picture('svg', { viewBox: `0 0 ${right} ${height}`, class: 'strip', role: 'img', 'aria-label': label },
    letters.map((letter, place) => inColumn(place, 16, letter, 'letter')),
    picture('rect', { class: 'ground', x: LEFT, y: TOP, width: letters.length * STEP - 3, height: width * CELL }),
    cells,
    marked >= 0 && [
      picture('rect', { class: 'marked', x: LEFT - 2, y: y - 1.5, width: letters.length * STEP + 1, height: CELL + 2.5 }),
      inMargin(y + 8, `number ${marked}`),
    ],
    rows.map(([name, numbers], i) => [
      inMargin(bottom + 16 + 17 * i, name),
      numbers.map((number, place) => inColumn(place, bottom + 16 + 17 * i, number)),
    ]));
}

const inColumn = (place, y, text, kind) =>
  picture('text', { class: kind, x: LEFT + place * STEP + (STEP - 3) / 2, y, 'text-anchor': 'middle' }, text);
const inMargin = (y, text) => picture('text', { x: LEFT - 6, y, 'text-anchor': 'end' }, text);

/** Bars: how far what it says at the end would move with the memory after each letter. */
function gradientBars(read) {
  const { letters, gradients, asked } = read;
  const top = Math.max(...gradients) || 1, bottom = TOP + 96;
  const parts = gradients.map((length, place) => `${nameOf(read, place)} ${show(length, false, 2)}`);
  return figure(`What still matters at the end: the length of the gradient of −ln p(${asked}) there, `
    + 'in the state after each letter. Where it is short, there is little to learn from.',
  picture('svg', {
    viewBox: `0 0 ${LEFT + letters.length * STEP} ${bottom + 22}`, class: 'strip', role: 'img',
    'aria-label': `Gradient in the state after each letter: ${parts.join(', ')}`,
  },
  letters.map((letter, place) => inColumn(place, 16, letter, 'letter')),
  gradients.map((length, place) => {
    const height = Math.max(1, 90 * length / top);
    return picture('rect', { class: 'share', x: LEFT + place * STEP, y: bottom - height, width: STEP - 3, height },
      picture('title', {}, parts[place]));
  }),
  inMargin(bottom + 16, 'length'),
  gradients.map((length, place) => inColumn(place, bottom + 16, shortly(length), 'small'))));
}

/** Few enough digits for a column. */
const shortly = (x) => x >= 0.01 || x === 0 ? show(x, false, 2) : x.toExponential(0).replace('-', '−');
