// HTML and SVG elements, and numbers as text.

/** An HTML element. Text is set as text, so that a name cannot become markup. Attributes that begin with "on" listen. */
export const element = (tag, attributes = {}, ...children) => build(document.createElement(tag), attributes, children);

/** The same for SVG. */
export const picture = (tag, attributes = {}, ...children) =>
  build(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

function build(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return made;
}

/** Five significant digits (or as many as told), with a real minus sign; `signed` shows the plus too. */
export function show(x, signed = false, digits = 5) {
  if (x == null) return '';
  if (Number.isNaN(x)) return 'NaN';
  const size = Math.abs(x);
  const isFar = size !== 0 && (size >= 1e6 || size < 1e-4);
  const text = size === Infinity ? '∞'
    : isFar ? size.toExponential(Math.min(3, digits - 1))
    : String(Number(size.toPrecision(digits)));
  return (x < 0 ? '−' : signed && x > 0 ? '+' : '') + text;
}

/** A number from the address. If it is none, or outside the range, it is the one to begin with. */
export function numberOf(text, begin, from, to) {
  const x = text ? Number(text) : NaN;
  return x >= from && x <= to ? x : begin;
}

/** A seed from the address, as text: the engine's seeds are larger than a number can hold. */
export const seedOf = (text) => /^\d{1,19}$/.test(text ?? '') ? text : '1';

/** A learning rate for each position of a slider, which goes in powers of 10. */
export const rateOf = (position) => Number((10 ** position).toPrecision(2));

/** 'positive', 'negative' or '': the class of a number's colour. */
export const tone = (x) => x > 0 ? 'positive' : x < 0 ? 'negative' : '';

/** A function that calls `draw` at most once in a frame, however often it is called itself. */
export function oncePerFrame(draw) {
  let waits = false;
  return () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame((now) => {
      waits = false;
      draw(now);
    });
  };
}

/** A function that does what it is given one after another, however fast it is asked. An error goes to `fail`. */
export function oneAfterAnother(fail) {
  let turn = Promise.resolve();
  return (act) => turn = turn.then(act).catch(fail);
}

/** A button that does something every so many milliseconds, until it is pressed again or `stop` is called. */
export function playButton(milliseconds, act) {
  let timer = null;
  const start = () => {
    timer = setInterval(act, milliseconds);
    button.textContent = 'Pause';
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    button.textContent = 'Train';
  };
  const button = element('button', { type: 'button', class: 'main', onclick: () => timer ? stop() : start() }, 'Train');
  return { button, stop };
}

/** A text field for a name, or for the beginning of one: a browser would make words of it. */
export const nameField = (attributes) => element('input', {
  type: 'text', autocapitalize: 'off', autocomplete: 'off', spellcheck: 'false', ...attributes,
});

/** A labelled slider that says its value. `write` turns the slider's position into text. */
export function slider({ id, label, min, max, step = 'any', value, write = show, oninput }) {
  const output = element('output', { for: id }, write(value));
  const input = element('input', {
    id, type: 'range', min, max, step, value, 'aria-valuetext': write(value),
    oninput: () => {
      output.value = write(input.valueAsNumber);
      input.setAttribute('aria-valuetext', output.value);
      oninput(input.valueAsNumber);
    },
  });
  const set = (value) => {
    input.value = value;
    output.value = write(value);
    input.setAttribute('aria-valuetext', output.value);
  };
  return { root: element('div', { class: 'slider' }, element('label', { for: id }, label, ' ', output), input), set };
}

/** Buttons of which one is chosen: [value, label] each. */
export function choice({ name, label, options, value, onchange }) {
  return element('fieldset', { class: 'choice' }, element('legend', {}, label), options.map(([one, text]) =>
    element('label', {}, element('input', {
      type: 'radio', name, id: `${name}-${one}`, value: one, checked: one === value, onchange: () => onchange(one),
    }), element('span', {}, text))));
}

/** What of a text is made of these letters. The first of them stands for the end of a name, and is left out. */
export const onlyOf = (letters, text) =>
  [...text.toLowerCase()].filter((one) => letters.includes(one) && one !== letters[0]).join('');
