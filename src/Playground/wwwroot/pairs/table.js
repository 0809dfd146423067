// The counts as a table, and the cell that the reader chose.
import { choice, element, nameField, show } from 'elements';
import { heatMap } from 'pairs/heat';

const EXAMPLES = 12; // names that have a pair

/** The counts as a table of shades, and the cell that the reader chose. */
export function tableCard({ page, state, ask, inTurn }) {
  const { address } = page;
  let map, counts, probabilities, totals, chosen;
  let shade = address.shade === 'count' ? 'count' : 'share';
  const heading = element('h2', {}, 'Which letter follows which');
  const empty = element('span', {});
  const place = element('div', {}); // for the table
  const about = element('div', { class: 'stack' });
  const field = nameField({
    id: 'pair', class: 'pair-field', maxlength: 2, size: 2, title: 'The dot is the beginning or the end',
    oninput: () => {
      const tokens = tokensOf(field.value);
      if (tokens) choose(tokens, false);
    },
  });
  const shades = choice({
    name: 'shade', label: 'A cell shows', value: shade,
    options: [['share', 'its share of the row'], ['count', 'how often it was counted']],
    onchange: (one) => {
      shade = one;
      page.keep({ shade: one === 'share' ? '' : one });
      draw();
    },
  });
  const root = element('section', { class: 'card', 'aria-label': 'The table of pairs' }, heading,
    element('p', { class: 'small quiet' },
      'Row: a letter. Column: what comes next. The dot stands before and after each name. ', empty),
    element('div', { class: 'both' }, place, element('div', { class: 'stack' },
      element('div', { class: 'controls' }, element('label', { for: 'pair', class: 'quiet' }, 'The pair'), field), about)),
    element('div', {}, shades));

  function tokensOf(text) {
    const tokens = [...(text ?? '').toLowerCase()].map((one) => state.letters.indexOf(one));
    return tokens.length === 2 && tokens.every((token) => token >= 0) ? tokens : null;
  }

  function choose(tokens, fills = true) {
    chosen = tokens;
    const pair = tokens.map((token) => state.letters[token]).join('');
    page.keep({ pair });
    if (fills) field.value = pair;
    map.choose(...tokens);
    return inTurn(tell);
  }

  async function refresh() {
    const { letters, sizes } = state, size = letters.length;
    const numbers = await ask('Table');
    counts = numbers.slice(0, size * size);
    probabilities = numbers.slice(size * size, 2 * size * size);
    totals = numbers.slice(2 * size * size);
    const never = counts.filter((count) => count === 0).length;
    heading.textContent = `${sizes[2].toLocaleString('en')} pairs of letters, from ${sizes[0].toLocaleString('en')} names`;
    if (!map) {
      map = heatMap(letters, choose);
      place.append(map.root);
      chosen = tokensOf(address.pair) ?? tokensOf('ra') ?? [0, 1];
      field.value = chosen.map((token) => letters[token]).join('');
      map.choose(...chosen);
    }
    heading.append(element('span', { class: 'small quiet' }, ` · ${never} of the ${size * size} possible ones never occur`));
    draw();
    await tell();
  }

  /** 40 % of a row, and what is more, is as dark as it gets. */
  function draw() {
    const { letters } = state, most = Math.max(...counts);
    empty.textContent = shade === 'count' ? 'Empty cells were never counted.' : 'Empty cells have p = 0.';
    map.draw((last, next) => {
      const at = last * letters.length + next, count = counts[at], p = probabilities[at];
      const part = shade === 'count' ? Math.sqrt(count / most) : Math.min(1, p / 0.4);
      return {
        part: part > 0 ? Math.max(0.07, part) : 0,
        label: `${letters[last]}${letters[next]}: ${times(count)}, p = ${p.toFixed(4)}`,
      };
    });
  }

  async function tell() {
    const { letters, smoothing } = state, [last, next] = chosen, at = last * letters.length + next;
    const [a, b] = [letters[last], letters[next]], total = totals[last];
    const names = await ask('NamesWith', last, next, EXAMPLES);
    if (last !== chosen[0] || next !== chosen[1]) return; // another was chosen meanwhile
    about.replaceChildren(
      element('p', { class: `chosen number ${counts[at] === 0 ? 'never' : ''}`, id: 'counted' }, times(counts[at])),
      element('p', {},
        counted(a, b, counts[at], total),
        smoothing > 0 && total > 0 && `With ${show(smoothing)} added to each count, `,
        'p = ', element('b', { class: 'number', id: 'p' }, probabilities[at].toFixed(4)), '.'),
      names.length > 0
        ? element('ul', { class: 'examples', 'aria-label': 'Names with this pair' },
          names.map((name) => element('li', {}, marked(name, a, b))))
        : element('p', { class: 'never' }, 'No name has it.'),
      element('p', { class: 'small quiet' }, 'Click a cell, or walk through the table with the arrow keys.'));
  }
  return { root, refresh };
}

const times = (count) => count === 0 ? 'never' : count === 1 ? 'once' : `${count.toLocaleString('en')} times`;

/** What was counted, in words. */
function counted(last, next, count, total) {
  const all = total.toLocaleString('en'), what = next === '.' ? 'the end of the name' : `“${next}”`;
  if (total === 0) return `No name has a ${last}. So nothing is known of what follows it, and everything is equally probable: `;
  return last === '.' ? `${all} names begin: ${times(count)} with ${what}. `
    : `Something came after “${last}” ${times(total)}: ${times(count)} ${what}. `;
}

/** A name with a pair of it marked wherever it is. The dot is shown where it belongs to the pair. */
function marked(name, a, b) {
  const whole = `.${name}.`, pair = a + b, parts = [];
  let from = a === '.' ? 0 : 1;
  const end = b === '.' ? whole.length : whole.length - 1;
  for (let at = whole.indexOf(pair, from); at >= 0; at = whole.indexOf(pair, from)) {
    parts.push(whole.slice(from, at), element('mark', {}, pair));
    from = at + 2;
  }
  return [...parts, whole.slice(from, Math.max(from, end))];
}
