// How a network fuses the letters before, two by two.
import { element, onlyOf, picture, tone } from 'elements';
import { float64 } from 'expression';

/** A card with the tree in which the network fuses the letters of a beginning. */
export function treeCard(training, beginning) {
  const drawing = element('div', { class: 'tree' });
  const says = element('p', { class: 'small', id: 'node-says', 'aria-live': 'polite' });
  const root = element('section', { class: 'card', 'aria-label': 'The tree' },
    element('h2', {}, 'How it fuses the letters'), drawing, says,
    element('p', { class: 'small quiet' },
      'Each box is the numbers of one place: blue above 0, orange below. All boxes of a level share their weights, '
      + 'so equal pairs have equal numbers, such as those of two dots. A dot is what comes before a name. '
      + 'Point at a box to see which letters it sees.'));
  let at; // the box that is pointed at

  async function update() {
    const told = await training().ask('Tree', onlyOf(await training().ask('Letters'), beginning()));
    root.hidden = told === null;
    if (root.hidden) return;
    const tree = JSON.parse(told);
    tree.levels = tree.levels.map(float64);
    const focused = drawing.contains(document.activeElement) ? document.activeElement.id : null;
    drawing.replaceChildren(treePicture(tree, point));
    if (focused) document.getElementById(focused)?.focus();
    point(at);

    function point(node) {
      at = node;
      const seen = node && seenBy(tree, node);
      for (const [i, letter] of [...drawing.querySelectorAll('.letter')].entries())
        letter.classList.toggle('seen', Boolean(seen) && i >= seen.from && i < seen.to);
      for (const box of drawing.querySelectorAll('.box')) box.classList.toggle('pointed', box.id === node?.id);
      says.textContent = seen ? `This box sees ${seen.words}.` : '\u00a0';
    }
  }
  return { root, show: update };
}

/** Which letters a box sees, from its place in its level. */
function seenBy({ letters }, { level, place }) {
  const size = 2 << level, from = place * size, to = from + size;
  const all = size === letters.length ? `all ${size} letters` : `letters ${from + 1} to ${to} of ${letters.length}`;
  return { from, to, words: `${all}: ${letters.slice(from, to).join(' ')}` };
}

function treePicture(tree, point) {
  const { letters, width, levels } = tree;
  const columns = Math.ceil(Math.sqrt(2 * width)), rows = Math.ceil(width / columns);
  const step = 76, room = 2 * step - 24, cell = Math.floor(room / columns * 10) / 10, high = rows * cell, apart = high + 40;
  const middle = (level, place) => (2 << level) * (place + 0.5) * step;
  const top = (level) => 50 + level * apart;
  const branches = levels.flatMap((numbers, level) => placesOf(numbers, width).flatMap((place) => [0, 1].map((side) => {
    const from = level === 0 ? step * (2 * place + side + 0.5) : middle(level - 1, 2 * place + side);
    return picture('line', {
      class: 'branch', x1: from, y1: level === 0 ? 30 : top(level - 1) + high, x2: middle(level, place), y2: top(level),
    });
  })));
  return picture('svg', {
    viewBox: `0 0 ${step * letters.length} ${top(levels.length - 1) + high + 6}`,
    role: 'group',
    'aria-label': 'The tree over the letters',
  },
  branches,
  letters.map((letter, i) => picture('text', { class: 'letter', x: step * (i + 0.5), y: 24, 'text-anchor': 'middle' }, letter)),
  levels.map((numbers, level) => placesOf(numbers, width).map((place) => {
    const node = { id: `box-${level}-${place}`, level, place };
    const [x, y] = [middle(level, place) - columns * cell / 2, top(level)];
    const leave = () => point(null);
    return picture('g', {
      class: 'box', id: node.id, role: 'img', tabindex: 0, 'aria-label': `sees ${seenBy(tree, node).words}`,
      onpointerenter: () => point(node), onpointerleave: leave, onfocus: () => point(node), onblur: leave,
    },
    picture('rect', { class: 'ground', x: x - 2, y: y - 2, width: columns * cell + 4, height: high + 4 }),
    Array.from({ length: width }, (_, i) => {
      const value = numbers[place * width + i];
      return picture('rect', {
        class: tone(value), opacity: Math.abs(value),
        x: x + i % columns * cell, y: y + Math.floor(i / columns) * cell, width: cell - 0.7, height: cell - 0.7,
      });
    }));
  })));
}

const placesOf = (numbers, width) => Array.from({ length: numbers.length / width }, (_, place) => place);
