// A table of cells, the darker the more: a row and a column for each letter.
import { element } from 'elements';

/** A table of cells that a reader may click, or walk through with the arrow keys. It is one stop of the Tab key. */
export function heatMap(letters, choose) {
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
