# Prints microgpt-vectors.json: microgpt's losses and names on a short list, by PyTorch in float64 and Python's random stream.
# Run it: apt-get install -y python3-torch && /usr/bin/python3 microgpt-vectors.py > microgpt-vectors.json
import json
import random
import torch

NAMES = ["aarav", "bhavya", "chandrashekhara", "devi", "esha", "farhan", "gita", "hari", "venkatanarasimharajuvaripeta", "om"]
STEPS, WIDTH, HEADS, BLOCK, TEMPERATURE = 40, 16, 4, 16, 0.5
END = 26

random.seed(42)
names = list(NAMES)
random.shuffle(names)


def drawn(outputs, inputs):
    rows = [[random.gauss(0, 0.08) for _ in range(inputs)] for _ in range(outputs)]
    return torch.tensor(rows, dtype=torch.float64, requires_grad=True)


token, place, head = drawn(27, WIDTH), drawn(BLOCK, WIDTH), drawn(27, WIDTH)
query, key, value, out = (drawn(WIDTH, WIDTH) for _ in range(4))
up, down = drawn(4 * WIDTH, WIDTH), drawn(WIDTH, 4 * WIDTH)
weights = [token, place, head, query, key, value, out, up, down]


def norm(x):
    return x / (x.square().mean(-1, keepdim=True) + 1e-5).sqrt()


def scores(tokens):
    """What follows each of these tokens."""
    time = len(tokens)
    x = norm(token[tokens] + place[:time])
    q, k, v = ((norm(x) @ w.T).reshape(time, HEADS, -1).transpose(0, 1) for w in (query, key, value))
    looked = (q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5).masked_fill(torch.ones(time, time).triu(1) > 0, -torch.inf)
    x = x + (looked.softmax(-1) @ v).transpose(0, 1).reshape(time, WIDTH) @ out.T
    x = x + (norm(x) @ up.T).relu() @ down.T
    return x @ head.T


optimizer, losses = torch.optim.Adam(weights, betas=(0.85, 0.99), eps=1e-8), []
for step in range(STEPS):
    tokens = [END, *(ord(letter) - ord("a") for letter in names[step % len(names)]), END][: BLOCK + 1]
    loss = torch.nn.functional.cross_entropy(scores(tokens[:-1]), torch.tensor(tokens[1:]))
    optimizer.zero_grad()
    loss.backward()
    optimizer.param_groups[0]["lr"] = 0.01 * (1 - step / STEPS)
    optimizer.step()
    losses.append(loss.item())

made = []
with torch.no_grad():
    while len(made) < 5:
        tokens = [END]
        while len(tokens) <= BLOCK:
            probabilities = (scores(tokens)[-1] / TEMPERATURE).softmax(-1).tolist()
            tokens.append(random.choices(range(27), weights=probabilities)[0])
            if tokens[-1] == END:
                break
        made.append("".join(chr(ord("a") + letter) for letter in tokens[1:] if letter != END))

print(json.dumps({"source": f"torch {torch.__version__}, by microgpt-vectors.py", "input": NAMES, "losses": losses, "names": made}, indent=1))
