// Pairs of letters: the first language model, made by counting.
import { element, nameField, numberOf, oneAfterAnother, onlyOf, picture, rateOf, seedOf, show, slider, choice } from 'elements';
import { lineChart, widthOfPage } from 'chart';
import { namesToLearn } from 'given';

const GOAL = { letters: 5, loss: 1.5 };
const EXAMPLES = 12; // names that have a pair
const MOST = 100; // letters of a name that is drawn
const TEN = 10;
const NONE = -4, LARGEST = 4; // the slider goes in powers of 10; at its left end there is no smoothing
const POSITIONS = Array.from({ length: 5 * (LARGEST - NONE) + 1 }, (_, i) => NONE + i / 5);
const smoothingAt = (position) => position <= NONE ? 0 : rateOf(position);
const positionOf = (smoothing) => smoothing === 0 ? NONE : Math.max(NONE + 0.1, Math.log10(smoothing));

export const pairs = {
  id: 'pairs',
  title: 'Pairs',
  idea: 'A name is a chain of pairs: a letter, and the one that comes next. Count the pairs in a list of names, and divide each '
    + 'row of counts by its sum. That is a language model already: it says how probable a name is, and it makes new ones.',
  question: {
    ask: 'A name has six pairs of letters. Five are very common, and one was never counted. How probable does the model find it?',
    answers: [
      {
        text: 'Five sixths as probable as without that pair',
        hint: 'That would be a mean. But all six pairs have to happen, one after another. What is done with their probabilities?',
      },
      {
        text: 'Not at all: its probability is 0',
        right: 'The probabilities are multiplied, and one of them is 0. Ask it about qadir, and see. '
          + 'Smoothing adds a little to every count, so that unseen does not mean impossible.',
      },
      {
        text: 'It cannot say: the pair is unknown',
        hint: 'It counted that pair, too: 0 times. What is 0 divided by the sum of the row?',
      },
    ],
  },
  goal: `Make up a name of at least ${GOAL.letters} letters that is not in the list, and whose mean loss is below ${GOAL.loss}. `
    + 'Few real names are as typical. The strongest cells of the table show the way.',
  lesson: '04-count-pairs',
  words: ['boundary', 'likelihood', 'loss', 'ln', 'smoothing'],
  answer: 'The model looks back one letter, so a chain of common pairs is all it asks for. To it, shananana is more typical than '
    + 'nearly all real names. To know better, a model has to look farther back.',

  async open(root, page) {
    const { engine, address } = page;
    const text = await namesToLearn();
    const state = {
      model: null, // the counts, in the engine
      letters: [], // the first stands before and after each name
      sizes: [], // names that are counted, names held back, pairs that are counted
      chance: 0, // the loss of who knows nothing
      counts: address.counts === 'most' ? 'most' : 'all',
      smoothing: numberOf(address.smoothing, 0, 0, 10 ** LARGEST),
    };
    const ask = (name, ...args) => engine.call(`Pairs.${name}`, state.model, ...args);
    const inTurn = oneAfterAnother(page.tell);
    const shared = { page, state, ask, inTurn, smooth };
    const table = tableCard(shared), name = nameCard(shared), made = madeCard(shared);
    const smoothing = smoothingCard(shared, recount);
    const firstFor = { pair: table, name, seed: made, draw: made, counts: smoothing, smoothing };

    let isClosed = false;
    async function count() {
      const before = state.model, model = await engine.call('Pairs.Count', text, state.counts === 'most');
      if (isClosed) return engine.release(model);
      state.model = model;
      if (before) await engine.release(before);
      state.letters = await ask('Letters');
      state.sizes = await ask('Sizes');
      [,, state.chance] = await ask('Losses');
      return undefined;
    }

    async function showAll() {
      await ask('Smooth', state.smoothing);
      for (const card of [table, name, smoothing, made]) await card.refresh();
    }

    function recount(counts) {
      state.counts = counts;
      page.keep({ counts: counts === 'all' ? '' : counts });
      return inTurn(async () => {
        await count();
        await showAll();
      });
    }

    let waits = false; // a slider says more than can be shown: what waits shows the last of it
    function smooth(smoothing) {
      state.smoothing = smoothing;
      page.keep({ smoothing: smoothing || '' });
      if (waits) return undefined;
      waits = true;
      return inTurn(() => {
        waits = false;
        return showAll();
      });
    }

    // Who asks for something sees it first.
    const first = firstFor[Object.keys(firstFor).find((one) => address[one])] ?? table;
    root.append(...new Set([first, table, name, smoothing, made].map((card) => card.root)));
    await count();
    await showAll();
    return () => {
      isClosed = true;
      return engine.release(state.model);
    };
  },
};

const times = (count) => count === 0 ? 'never' : count === 1 ? 'once' : `${count.toLocaleString('en')} times`;

/** What was counted, in words. */
function counted(last, next, count, total) {
  const all = total.toLocaleString('en'), what = next === '.' ? 'the end of the name' : `“${next}”`;
  if (total === 0) return `No name has a ${last}. So nothing is known of what follows it, and everything is equally probable: `;
  return last === '.' ? `${all} names begin: ${times(count)} with ${what}. `
    : `Something came after “${last}” ${times(total)}: ${times(count)} ${what}. `;
}

const before = (letter) => letter === '.' ? 'the beginning' : letter;

/** The counts as a table of shades, and the cell that the reader chose. */
function tableCard({ page, state, ask, inTurn }) {
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

/** A table of cells that a reader may click, or walk through with the arrow keys. It is one stop of the Tab key. */
function heatMap(letters, choose) {
  const size = letters.length, tokens = [...letters.keys()];
  let at = [0, 0];
  const cells = tokens.map((last) => tokens.map((next) => element('span', {
    class: 'cell', role: 'gridcell', tabindex: -1, 'aria-selected': 'false', onclick: () => go(last, next),
  })));
  const heads = (role) => letters.map((letter) => element('span', { class: 'letter', role }, letter));
  const columns = heads('columnheader'), rows = heads('rowheader');
  const root = element('div', {
    class: 'heat', role: 'grid', 'aria-label': 'How often each letter follows each', onkeydown: walk,
  },
  element('div', { role: 'row' }, element('span', { role: 'columnheader', 'aria-label': 'row, then what comes next' }), columns),
  tokens.map((last) => element('div', { role: 'row' }, rows[last], cells[last])));

  function walk(event) {
    const [last, next] = at;
    const to = {
      ArrowUp: [last - 1, next], ArrowDown: [last + 1, next], ArrowLeft: [last, next - 1], ArrowRight: [last, next + 1],
      Home: [last, 0], End: [last, size - 1],
    }[event.key];
    if (!to || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    go(...to.map((token) => Math.max(0, Math.min(size - 1, token))));
  }

  function go(last, next) {
    choose([last, next]);
    cells[last][next].focus();
  }

  function mark(isOn) {
    const [last, next] = at, cell = cells[last][next];
    cell.tabIndex = isOn ? 0 : -1;
    cell.setAttribute('aria-selected', `${isOn}`);
    rows[last].classList.toggle('on', isOn);
    columns[next].classList.toggle('on', isOn);
  }

  return {
    root,
    choose(last, next) {
      mark(false);
      at = [last, next];
      mark(true);
    },
    draw(look) {
      for (const last of tokens)
        for (const next of tokens) {
          const { part, label } = look(last, next), cell = cells[last][next];
          cell.style.setProperty('--part', part.toFixed(3));
          cell.classList.toggle('seen', part > 0);
          cell.title = label;
          cell.setAttribute('aria-label', label);
        }
    },
  };
}

const lossText = (loss) => loss === Infinity ? '∞' : loss.toFixed(4);
const lossShown = (id, loss) => element('b', { class: `number ${loss === Infinity ? 'never' : ''}`, id }, lossText(loss));

/** How probable a name is, pair by pair. */
function nameCard({ page, state, ask, inTurn, smooth }) {
  const input = nameField({
    id: 'name', value: page.address.name ?? 'anita', maxlength: 20, size: 14,
    oninput: () => {
      page.keep({ name: input.value });
      inTurn(refresh);
    },
  });
  const rows = element('tbody', {});
  const says = element('div', { class: 'stack', role: 'status' });
  const smoothing = element('button', { type: 'button', onclick: () => smooth(state.smoothing > 0 ? 0 : 1) });
  const root = element('section', { class: 'card', 'aria-label': 'How probable is a name' },
    element('h2', {}, element('label', { for: 'name' }, 'How probable is'), ' ', input, ' ?'),
    element('table', {}, element('thead', {}, element('tr', {},
      element('th', { scope: 'col' }, 'pair'), element('th', { scope: 'col', colspan: 2 }, 'p'),
      element('th', { scope: 'col', colspan: 2 }, '−ln p'))), rows),
    says, smoothing);

  async function refresh() {
    const { letters } = state, name = onlyOf(letters, input.value).slice(0, 20);
    smoothing.textContent = state.smoothing > 0 ? `No smoothing (now ${show(state.smoothing)} is added to each count)`
      : 'Smooth: add 1 to each count';
    if (name === '') {
      rows.replaceChildren();
      says.replaceChildren(element('p', {}, 'Type a name: small letters from a to z.'));
      return;
    }
    const numbers = await ask('Likelihood', name);
    const count = name.length + 1, pairs = [...name, '.'].map((next, i) => (name[i - 1] ?? '.') + next);
    const [p, losses] = [numbers.slice(0, count), numbers.slice(count, 2 * count)];
    const [product, mean, byChance, isKnown] = numbers.slice(2 * count);
    rows.replaceChildren(...pairs.map((pair, i) => pairRow(pair, p[i], losses[i])));
    says.replaceChildren(...words({ name, pairs, p, product, mean, byChance, isKnown }));
    if (name.length >= GOAL.letters && !isKnown && mean < GOAL.loss) page.reach();
  }

  function words({ name, pairs, p, product, mean, byChance, isKnown }) {
    const never = pairs.filter((_, i) => p[i] === 0);
    const { chance } = state;
    return [
      element('p', { class: 'answer-line' },
        'The product of all p: ', element('b', { class: 'number', id: 'product' }, show(product)),
        ` (by pure chance ${show(byChance)})`, element('br'),
        'The mean of all −ln p, the loss: ',
        lossShown('loss', mean),
        ` (by pure chance ln ${state.letters.length} = ${chance.toFixed(4)})`),
      element('p', {}, sentence(name, never, mean, chance, isKnown)),
    ];
  }

  function sentence(name, never, mean, chance, isKnown) {
    const inList = isKnown ? `${name} is in the list. ` : `${name} is not in the list. `;
    const different = [...new Set(never)];
    if (never.length > 0)
      return `${inList}${different.join(' and ')} ${different.length > 1 ? 'were' : 'was'} never counted, so p is 0. `
        + 'So is the product, whatever else is in the name. Smoothing would give every pair a small p instead: '
        + 'unlikely, but not impossible.';
    if (mean > chance) return `${inList}That is worse than pure chance: the model finds its pairs very strange.`;
    return `${inList}The smaller the loss, the more typical it is. The longer a name, the smaller its product, `
      + 'so names are compared by the mean.';
  }
  return { root, refresh };
}

/** p and −ln p of one pair, as numbers and bars. A loss of 10, and what is more, is as long as it gets. */
function pairRow(pair, p, loss) {
  const bar = (kind, part) => element('td', { 'aria-hidden': 'true' },
    element('span', { class: `measure ${kind}`, style: `width: ${(100 * Math.min(1, part)).toFixed(1)}%` }));
  return element('tr', { class: p === 0 && 'never' },
    element('th', { scope: 'row' }, pair),
    element('td', { class: 'number' }, p === 0 ? '0' : p < 5e-5 ? show(p, false, 2) : p.toFixed(4)), bar('p', p),
    element('td', { class: 'number' }, lossText(loss)), bar('loss', loss / 10));
}

/** What is added to every count, and what it costs and saves. */
function smoothingCard({ page, state, ask, smooth }, recount) {
  let curve, curveOf;
  const counts = choice({
    name: 'counts', label: 'It counts', value: state.counts,
    options: [['all', 'all names'], ['most', 'nine names of ten']],
    onchange: recount,
  });
  const amount = slider({
    id: 'smoothing', label: 'Added to each count:', min: NONE, max: LARGEST, step: 0.2, value: positionOf(state.smoothing),
    write: (position) => show(position === positionOf(state.smoothing) ? state.smoothing : smoothingAt(position)),
    oninput: choose,
  });
  const says = element('p', { class: 'says' });
  const chart = element('div', {});
  const root = element('section', { class: 'card', 'aria-label': 'Smoothing' },
    element('h2', {}, 'Smoothing: as if each pair had been seen a little more often'),
    element('div', { class: 'controls' }, counts, amount.root), says, chart);

  function choose(position) {
    smooth(smoothingAt(position));
  }

  async function refresh() {
    if (curveOf !== state.counts) {
      const losses = await ask('Curve', POSITIONS.map(smoothingAt));
      curve = POSITIONS.map((position, i) => ({ position, counted: losses[2 * i], held: losses[2 * i + 1] }));
      curveOf = state.counts;
    }
    amount.set(positionOf(state.smoothing));
    const losses = await ask('Losses');
    says.replaceChildren(...words(...losses));
    chart.replaceChildren(...drawing(...losses));
  }

  function words(counted, held, chance) {
    const [names, heldBack] = state.sizes, isSplit = state.counts === 'most';
    return [
      `The loss on the ${names.toLocaleString('en')} names that were counted: `, lossShown('loss-counted', counted),
      ...isSplit ? [`; on ${heldBack.toLocaleString('en')} that were held back: `, lossShown('loss-held', held)] : [],
      `. Pure chance: ${chance.toFixed(4)}.`, element('br'),
      !isSplit ? 'On names that were counted, the loss is lowest without smoothing, always. '
        + 'Only names that were not counted can show how much is right: count nine of ten.'
        : held === Infinity ? 'One pair that was never counted is enough: the loss on the names held back is infinite. '
          + 'Smooth a little.'
        : 'On the names held back, the loss is lowest at a little smoothing. With much of it, both come to pure chance.',
    ];
  }

  function drawing(counted, held, chance) {
    const isSplit = state.counts === 'most', at = positionOf(state.smoothing), least = curve[0].counted;
    return [
      lineChart({
        label: `The loss for each smoothing. At ${show(state.smoothing)} it is ${show(counted)} on the names that were counted`
          + `${isSplit ? `, and ${show(held)} on those held back` : ''}.`,
        lines: [
          { kind: 'accent', points: curve.map((one) => [one.position, one.counted]) },
          { kind: 'held', points: curve.map((one) => [one.position, one.held]) },
        ],
        marks: isSplit ? [] : [{ y: chance, name: `pure chance: ln ${state.letters.length} = ${chance.toFixed(4)}` }],
        dots: [{ x: at, y: counted }, { x: at, y: held, kind: 'held' }].filter((dot) => Number.isFinite(dot.y)),
        x: [NONE, LARGEST],
        // The names held back differ from each other in the second decimal: look closer at them.
        y: isSplit ? [least - 0.01, least + 0.1] : [least - 0.1, chance + 0.1],
        xText: (position) => show(smoothingAt(position)),
        yName: 'loss, for what is added to each count',
        onpick: (x) => choose(Math.max(NONE, Math.min(LARGEST, Math.round(x * 5) / 5))),
      }),
      isSplit && element('p', { class: 'small quiet' },
        element('span', { class: 'key' }, 'names that were counted'),
        element('span', { class: 'key held' }, 'names held back')),
    ].filter(Boolean);
  }
  return { root, refresh };
}

/** Names being made: one letter by letter, and ten at once. */
function madeCard({ page, state, ask, inTurn }) {
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
      !latest ? `These are the probabilities after ${before('.')}, laid end to end: they fill the line from 0 to 1. `
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
    ? `After ${before(letters[latest.last])}: ${latest.random.toFixed(4)} falls on ${letters[latest.next]}`
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
