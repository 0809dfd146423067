// What a script adds to the site: the search, a button that copies code, and frames that are as high as what is in them.

const element = (name, attributes = {}, ...children) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
};

// Words of a question that say nothing of what is asked.
const empty = new Set(('a an and are as at be by can do does for from get has have how in into is it its make me my of on or should so that '
  + 'the this to use used using was we what when where which who why with work works write you your').split(' '));

// What people ask for, and what it is called here.
const alike = {
  custom: ['own'], derivative: ['slope', 'gradient'], derivatives: ['slope', 'gradient'], save: ['checkpoint', 'safetensors'],
  load: ['checkpoint', 'safetensors'], install: ['archive', 'packages'], download: ['archive'], clone: ['archive'], git: ['archive'],
  fast: ['speed', 'measured'], gpu: ['speed', 'threads'], pytorch: ['libtorch'], backpropagation: ['backprop', 'backward', 'gradient'],
  training: ['train', 'trainer'], train: ['trainer', 'training'], layers: ['layer'], optimizer: ['sgd', 'adam'], add: ['own'], new: ['own'],
};

/** How well a section answers a word: 0 is not at all. */
function score([heading, , , , words], word) {
  const title = heading.toLowerCase();
  if (title === word || title.startsWith(`${word}<`)) return 9;
  if (title.split(/[^\p{L}\p{N}]+/u).includes(word)) return 5;
  if (title.includes(word)) return 3;
  return ` ${words}`.includes(` ${word}`) ? 1 : 0;
}

const best = (entry, word) => Math.max(score(entry, word), ...(alike[word] ?? []).map((other) => 0.7 * score(entry, other)));

/** Whole pages come before their parts, and what is written before what is listed. */
const weight = ([, page, path]) => (page === '' ? 1.5 : 0) + (/^(course|guide)/.test(path) ? 1 : 0)
  - (/Kernels|Simd|Formula/.test(path) ? 3 : 0);

/** The sections that have every word of the question, the best first; if there are none, those that have most of it. */
function find(question) {
  const said = question.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);
  const asked = said.some((word) => !empty.has(word)) ? said.filter((word) => !empty.has(word)) : said;
  if (asked.length === 0) return [];
  const together = asked.join('');
  const answers = globalThis.siteIndex.map((entry) => {
    const scores = asked.map((word) => best(entry, word));
    const name = asked.length > 1 && score(entry, together) > 3 ? 9 : 0; // "cross entropy" is CrossEntropy
    const found = name > 0 ? asked.length : scores.filter((one) => one > 0).length;
    return { entry, found, sum: scores.reduce((a, b) => a + b) + name + weight(entry) };
  });
  const most = Math.max(...answers.map(({ found }) => found));
  return most === 0 ? [] : answers
    .filter(({ found }) => found === most)
    .sort((a, b) => b.sum - a.sum)
    .slice(0, 12)
    .map(({ entry }) => entry);
}

function openSearch(place) {
  const root = place.dataset.root;
  const input = element('input', { type: 'search', placeholder: 'Search', autocomplete: 'off' });
  input.setAttribute('aria-label', 'Search the site');
  const says = element('p', { className: 'says' });
  says.setAttribute('role', 'status');
  const list = element('ol', { hidden: true });
  let loading;
  const load = () => (loading ??= new Promise((done, failed) => {
    document.head.append(element('script', { src: `${root}search-index.js`, onload: done, onerror: failed }));
  }));
  const show = async () => {
    await load();
    const found = find(input.value);
    list.replaceChildren(...found.map(([heading, page, path, teaser]) => element('li', {},
      element('a', { href: root + path }, heading, element('small', {}, page && `${page} · `, teaser)))));
    list.hidden = found.length === 0;
    says.textContent = input.value.trim().length < 2 ? '' : found.length > 0 ? `${found.length} found` : 'Nothing found';
  };
  const close = () => { list.hidden = true; };
  input.addEventListener('focus', load);
  input.addEventListener('input', show);
  place.addEventListener('keydown', (event) => {
    const links = [...list.querySelectorAll('a')], at = links.indexOf(document.activeElement);
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') (links[at + 1] ?? links.at(-1))?.focus();
    else if (event.key === 'ArrowUp') (at > 0 ? links[at - 1] : input).focus();
    else if (event.key === 'Enter' && document.activeElement === input && links.length > 0) links[0].click();
    else return;
    event.preventDefault();
  });
  document.addEventListener('click', (event) => { if (!place.contains(event.target)) close(); });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target.closest?.('input, textarea, select')) return;
    event.preventDefault();
    input.focus();
  });
  place.replaceChildren(input, says, list);
}

function addCopyButton(block) {
  const button = element('button', { type: 'button', className: 'copy', textContent: 'Copy' });
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(block.querySelector('pre').textContent);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
  block.append(button);
}

// A browser opens no modules from disk. The playground in one file needs none.
if (location.protocol === 'file:') {
  for (const place of document.querySelectorAll('iframe, a[href*="playground/index.html"]')) {
    const name = place.localName === 'a' ? 'href' : 'src';
    place.setAttribute(name, place.getAttribute(name).replace('playground/index.html', 'playground/playground.html'));
  }
}
openSearch(document.querySelector('.search'));
if (navigator.clipboard) document.querySelectorAll('.code:not(.output)').forEach(addCopyButton);
addEventListener('message', ({ data, source }) => {
  const frame = [...document.querySelectorAll('iframe')].find((one) => one.contentWindow === source);
  if (frame && data?.height > 0) frame.style.height = `${Math.ceil(data.height)}px`;
});
