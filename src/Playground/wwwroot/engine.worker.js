// The engine's worker: the page stays free while it computes. Each message { id, call, argument } gets one answer { id, result or error }.
// Between 'play' and 'pause' it trains by itself, and sends { losses } after each slice.

// Otherwise .NET takes this worker for a thread of its own and waits for the rest of the program.
self.dotnetSidecar = true;

const SLICE = 30; // milliseconds between two looks at the messages

let engine, session, playing = false;
const next = new MessageChannel(); // setTimeout would wait for 4 ms
next.port1.onmessage = slice;

const calls = {
  async open(files) {
    const url = (name) => files
      ? URL.createObjectURL(new Blob([files[name]], { type: 'text/javascript' }))
      : new URL(`_framework/${name}`, self.location).href;
    const { dotnet } = await import(url('dotnet.js'));
    if (files)
      dotnet.withResourceLoader((type, name) => name.endsWith('.js')
        ? url(name)
        : Promise.resolve(new Response(files[name], { headers: { 'Content-Type': 'application/wasm' } })));
    const { getAssemblyExports, getConfig } = await dotnet.create();
    engine = (await getAssemblyExports(getConfig().mainAssemblyName)).Makemore.Playground.Engine;
  },

  start({ names, options = {}, schedule = '0.1:1', batch = 32, seed = 1, precision = 'float32' }) {
    playing = false;
    const settings = Object.entries(options).map(([name, value]) => `${name}=${value}`);
    const begun = engine.Start(names, settings, schedule, batch, `${seed}`, precision);
    session?.dispose();
    session = begun;
  },

  follow: (schedule) => engine.Follow(session, schedule),
  train: (steps) => engine.Train(session, steps),
  loss: () => engine.Loss(session),
  tensors: () => engine.Tensors(session),
  values: (tensor) => engine.Values(session, tensor),
  sample: ({ seed, count }) => engine.Sample(session, `${seed}`, count),

  play() {
    if (playing) return;
    playing = true;
    next.port2.postMessage(null);
  },

  pause() {
    playing = false;
  },
};

let steps = 1; // in a slice
function slice() {
  if (!playing) return;
  try {
    const before = performance.now();
    const losses = engine.Train(session, steps);
    const time = performance.now() - before;
    steps = Math.max(1, Math.min(2 * steps, Math.round(steps * SLICE / Math.max(time, 0.1))));
    playing &&= Number.isFinite(losses.at(-1));
    self.postMessage({ losses });
  } catch (error) {
    playing = false;
    self.postMessage({ error: error.message });
  }

  next.port2.postMessage(null);
}

self.onmessage = async ({ data: { id, call, argument } }) => {
  try {
    self.postMessage({ id, result: await calls[call](argument) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
};
