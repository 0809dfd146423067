# Prints makemore-vectors.json: the losses of the networks of Karpathy's makemore.py (2022) on the names that ship, by PyTorch.
# Run it: apt-get install -y python3-torch && /usr/bin/python3 makemore-vectors.py > makemore-vectors.json
import csv
import json
import pathlib
import re
import torch
from torch import nn
from torch.nn import functional as F

SEED, WIDTH, LAYERS, HEADS, BATCH, STEPS = 3407, 64, 4, 4, 32, 1001
DATA = pathlib.Path(__file__).resolve().parents[3] / "data" / "indian-names.csv"

with open(DATA, encoding="utf-8", newline="") as file:
    names = [row["Name"].strip().lower() for row in csv.DictReader(file)]
names = [name for name in names if re.fullmatch("[a-z]+", name)]
letters = sorted(set("".join(names)))
TOKENS, BLOCK = 1 + len(letters), 1 + max(map(len, names))


def row(name):
    """A name's tokens with the boundary before it, and its targets: the next token, or -1 past the end of the name."""
    tokens = [1 + letters.index(letter) for letter in name]
    filling = BLOCK - 1 - len(tokens)
    return [0, *tokens] + filling * [0], [*tokens, 0] + filling * [-1]


class Network(nn.Module):
    """Its layers draw their weights in the order of their names here, (out, in) row by row, and then their biases."""

    def __init__(self, **layers):
        super().__init__()
        for name, layer in layers.items():
            setattr(self, name, layer)


class BagOfWords(Network):
    def __init__(self):
        super().__init__(
            tokens=nn.Embedding(TOKENS, WIDTH), places=nn.Embedding(BLOCK, WIDTH),
            up=nn.Linear(WIDTH, WIDTH), down=nn.Linear(WIDTH, WIDTH), head=nn.Linear(WIDTH, TOKENS))

    def forward(self, tokens):
        x = self.tokens(tokens) + self.places.weight
        x = x + x.cumsum(1) / torch.arange(1, BLOCK + 1).unsqueeze(1)
        return self.head(x + self.down(self.up(x).tanh()))


class Recurrent(Network):
    """Reads one character after another. What it remembers begins with a learned vector."""

    def __init__(self, *layers):
        super().__init__(
            tokens=nn.Embedding(TOKENS, WIDTH), **{layer: nn.Linear(WIDTH + WIDTH, WIDTH) for layer in layers},
            head=nn.Linear(WIDTH, TOKENS))
        self.start = nn.Parameter(torch.zeros(WIDTH))

    def forward(self, tokens):
        h, states = self.start.expand(len(tokens), WIDTH), []
        for x in self.tokens(tokens).unbind(1):
            h = self.step(x, h)
            states.append(h)
        return self.head(torch.stack(states, 1))


class Rnn(Recurrent):
    def __init__(self):
        super().__init__("hidden")

    def step(self, x, h):
        return self.hidden(torch.cat([x, h], 1)).tanh()


class Gru(Recurrent):
    def __init__(self):
        super().__init__("update", "reset", "candidate")

    def step(self, x, h):
        xh = torch.cat([x, h], 1)
        z, r = self.update(xh).sigmoid(), self.reset(xh).sigmoid()
        return (1 - z) * h + z * self.candidate(torch.cat([x, r * h], 1)).tanh()


class Block(Network):
    def __init__(self):
        super().__init__(
            norm1=nn.LayerNorm(WIDTH), asked=nn.Linear(WIDTH, 3 * WIDTH), mixed=nn.Linear(WIDTH, WIDTH),  # query, key, value in one
            norm2=nn.LayerNorm(WIDTH), up=nn.Linear(WIDTH, 4 * WIDTH), down=nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x):
        q, k, v = (part.unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in self.asked(self.norm1(x)).split(WIDTH, -1))
        looked = (q @ k.mT / (WIDTH // HEADS) ** 0.5).masked_fill(torch.ones(BLOCK, BLOCK).triu(1) > 0, -torch.inf)
        x = x + self.mixed((looked.softmax(-1) @ v).transpose(1, 2).flatten(2))
        return x + self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh"))


class Transformer(Network):
    def __init__(self):
        super().__init__(
            tokens=nn.Embedding(TOKENS, WIDTH), places=nn.Embedding(BLOCK, WIDTH), blocks=nn.Sequential(*(Block() for _ in range(LAYERS))),
            norm=nn.LayerNorm(WIDTH), head=nn.Linear(WIDTH, TOKENS, bias=False))

    def forward(self, tokens):
        return self.head(self.norm(self.blocks(self.tokens(tokens) + self.places.weight)))


def whole_number():
    """A seed, as PyTorch's loader of batches draws it."""
    return torch.empty((), dtype=torch.int64).random_().item()


def train(network):
    torch.manual_seed(SEED)  # for the split, then the weights, then two seeds
    order = torch.randperm(len(names))
    tokens, targets = (torch.tensor(part) for part in zip(*(row(names[i]) for i in order)))
    trained = len(names) - min(1000, len(names) // 10)
    network = network()
    whole_number()  # the seed of the loader's workers, who draw nothing
    sampler = torch.Generator().manual_seed(whole_number())
    optimizer = torch.optim.AdamW(network.parameters(), lr=5e-4, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.01)

    def loss_of(rows):
        return F.cross_entropy(network(tokens[rows]).flatten(0, 1), targets[rows].flatten(), ignore_index=-1)

    losses, held_back = [], {}
    for step in range(STEPS):
        loss = loss_of(torch.randint(trained, (BATCH,), generator=sampler))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if step in (200, 1000):
            with torch.no_grad():
                held_back[step] = loss_of(torch.arange(trained, len(names))).item()
    return {
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "losses": losses[:20],
        "later": {step: losses[step] for step in (100, 200, 500, 1000)},
        "held back": held_back,
    }


networks = {"makemore-bow": BagOfWords, "makemore-rnn": Rnn, "makemore-gru": Gru, "makemore-transformer": Transformer}
recorded = {"source": f"torch {torch.__version__}, by makemore-vectors.py", **{name: train(made) for name, made in networks.items()}}
print(json.dumps(recorded, indent=1))
