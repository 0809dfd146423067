// How probable a name is.
import { element, nameField, onlyOf, show } from 'elements';
import { lossShown, lossText } from 'pairs/words';

/** How probable a name is, pair by pair. */
export function nameCard({ page, state, ask, inTurn, smooth }, goal) {
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
    if (name.length >= goal.letters && !isKnown && mean < goal.loss) page.reach();
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
