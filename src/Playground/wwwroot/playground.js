// The page: it draws what the engine says, and computes nothing of its own.
import { Engine, text } from 'engine';

const at = (id) => document.getElementById(id);
const losses = [];
let shown = 0, shownAt = 0, isPlaying = false;

function draw() {
  at('steps').value = losses.length;
  if (losses.length === 0) return;
  const width = Math.max(1, Math.ceil(losses.length / 400)), means = []; // steps in a point: one loss alone is noise
  for (let i = 0; i < losses.length; i += width) {
    const some = losses.slice(i, i + width);
    means.push(some.reduce((a, b) => a + b) / some.length);
  }
  const top = Math.max(...means.slice(0, 400).filter(Number.isFinite));
  at('loss').value = means.at(-1).toFixed(3);
  at('curve').firstElementChild.setAttribute(
    'points', means.map((mean, i) => `${i / Math.max(1, means.length - 1)},${1 - mean / top}`).join(' '));
}

async function showNames(engine) {
  at('names').replaceChildren(...(await engine.ask('sample', { seed: 1, count: 20 })).map((name) => {
    const item = document.createElement('li');
    item.textContent = name;
    return item;
  }));
}

try {
  const names = (await text('indian-names.csv')).split('\n').slice(1).map((line) => line.split(',')[0]).join('\n');
  const engine = await Engine.open();
  globalThis.engine = engine; // for a curious reader's console, and the tests
  engine.onerror = (error) => { at('problem').textContent = error; };
  let waits = false;
  engine.onlosses = (more) => {
    losses.push(...more);
    if (waits) return;
    waits = true;
    requestAnimationFrame((now) => {
      waits = false;
      draw();
      if (now - shownAt < 500) return;
      at('speed').value = Math.round((losses.length - shown) / (now - shownAt) * 1000);
      [shown, shownAt] = [losses.length, now];
      showNames(engine);
    });
  };
  at('play').onclick = async () => {
    isPlaying = !isPlaying;
    at('play').textContent = isPlaying ? 'Pause' : 'Train';
    at('step').disabled = isPlaying;
    [shown, shownAt] = [losses.length, performance.now()];
    await engine.ask(isPlaying ? 'play' : 'pause');
  };
  at('step').onclick = async () => {
    losses.push(...await engine.ask('train', 1));
    draw();
    await showNames(engine);
  };
  await engine.ask('start', { names, seed: 1234 });
  at('play').disabled = at('step').disabled = false;
  await showNames(engine);
  document.body.dataset.ready = '';
} catch (error) {
  at('problem').textContent = error.message;
}
