#!/usr/bin/env bash
# Kills trainings at random moments, goes on with them, and compares the end with that of trainings that were never interrupted: the
# checkpoint byte for byte (parameters, optimizer, generator, history), what was printed (losses, names), and which files there are.
#
# usage: tests/kill-and-resume.sh [KILLS [SEED]]     KILLS, 50 by default, are shared out between the models
set -euo pipefail
kills=${1:-50} seed=${2:-$$}
RANDOM=$seed
root=$(cd "$(dirname "$0")/.." && pwd)
program=$root/src/Runner/bin/Debug/net10.0/Makemore.Runner.dll
[ -f "$program" ] || dotnet build "$root/src/Runner" -v quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

trainings=(
  "counts"
  "neural --schedule 1:1500 --checkpoint-every 50"
  "neural --schedule 1:1500 --checkpoint-every 50 --shuffle"
  "mlp --schedule 0.1:15000,0.01:15000 --checkpoint-every 400 --evaluate-every 3000 --threads 1"
  "mlp --schedule 0.1:3000 --checkpoint-every 50 --batch-size 512 --threads 1"
  "mlp --schedule 0.1:3000 --checkpoint-every 50 --batch-size 512 --threads 2 --split-by name --shuffle"
  "gpt --schedule 0.01..0:3000 --checkpoint-every 100 --evaluate-every 1000 --shuffle"
  "--recipe microgpt --checkpoint-every 100"
)

# The command line that goes on with what is in this folder.
next() {
  local kind=${1%% *} threads=""
  if [[ $1 == "--recipe microgpt"* ]]; then kind=gpt; fi
  [[ $1 =~ --threads\ [0-9]+ ]] && threads=${BASH_REMATCH[0]}
  if [ "$kind" = counts ]; then echo "$1"
  elif [ -f "out/$kind.unfinished.safetensors" ]; then echo "--resume out/$kind.unfinished.safetensors $threads --checkpoint-every 70"
  elif [ -f "out/$kind.safetensors" ]; then echo "--resume out/$kind.safetensors $threads"
  else echo "$1"
  fi
}

# Everything that must be the same: all of what was printed but the speed, and the files.
outcome() { grep -v '^speed' printed; ls -A out; cat out/*.safetensors | sha256sum; }

# Runs the training in this folder to its end.
finish() {
  # shellcheck disable=SC2046
  if ! dotnet "$program" train $(next "$1") >printed 2>messages; then cat messages >&2; return 1; fi
  outcome >outcome
}

compare() {
  if ! diff "$work/whole-$1/outcome" outcome; then
    echo "train ${trainings[$1]}: another end after $2 kills (seed $seed)" >&2
    exit 1
  fi
}

done_kills=0 ends=0 resumed=0
for i in "${!trainings[@]}"; do
  training=${trainings[$i]}
  mkdir "$work/whole-$i" && cd "$work/whole-$i" && finish "$training"
  mkdir "$work/killed-$i" && cd "$work/killed-$i"
  share=$(((kills - done_kills) / (${#trainings[@]} - i)))
  for ((kill = 1; kill <= share; kill++)); do
    command=$(next "$training")
    case $command in --resume*) resumed=$((resumed + 1)) ;; esac
    # shellcheck disable=SC2086
    dotnet "$program" train $command >printed 2>messages &
    sleep "0.$((100 + RANDOM % 900))"
    if kill -KILL $! 2>/dev/null; then wait $! 2>/dev/null || true; continue; fi
    wait $! # it had ended already
    outcome >outcome && compare "$i" "$kill" && ends=$((ends + 1))
    rm -rf out
  done
  finish "$training" && compare "$i" "$share"
  ends=$((ends + 1)) done_kills=$((done_kills + share))
done
echo "$done_kills kills, $resumed of them of a run that had been resumed; $ends ends, each the same as without a kill (seed $seed)"
