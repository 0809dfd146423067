using System.Text.RegularExpressions;
using Makemore.Modules;

namespace Makemore.Runner.Tests;

/// <summary>
/// The table of what nobody should type, and of files that nobody should have. Each case gets one line on standard error and exit code 1
/// (the data) or 2 (the command line), prints nothing, and harms no file.
/// </summary>
[Collection(nameof(BadInputTests))]
public sealed partial class BadInputTests(BadInputFiles files)
{
    /// <summary>A text that is long, clears the screen, turns what follows around, and rings.</summary>
    internal static readonly string Evil = "\u001b[2J\u202e\u0007" + new string('n', 500);

    // A command line, its exit code, and a part of what is said. In a command line, '' is an empty argument, and EVIL the text above.
    public static TheoryData<string, int, string> Cases => new()
    {
        // Commands and options that there are not, too often or too little
        { "fly", 2, "fly" },
        { "EVIL", 2, "…" },
        { "''", 2, "''" },
        { "train", 2, "Name one (counts, neural, mlp, wavenet, bow, rnn, gru, lstm, gpt, transformer), or give --recipe NAME, or --resume FILE" },
        { "train cuonts", 2, "cuonts" },
        { "train EVIL", 2, "…" },
        { "train mlp counts", 2, "counts" },
        { "train counts --hidden-size 3", 2, "--hidden-size" },
        { "train mlp --hidden 3", 2, "--hidden" },
        { "train --seed 5 counts", 2, "--seed: the options of a model go after its name, counts" },
        { "train --resume neural neural", 2, "--resume: the options of a model go after its name" },
        { "train --recipe seed-counts mlp", 2, "--recipe: the options of a model go after its name, mlp" },
        { "train --recipe seed-counts --resume neural", 2, "give --recipe or --resume, not both" },
        { "train --recipe seed-counts --schedule 1:3", 2, "--schedule: a recipe has its own" },
        { "train --resume neural --seed 3", 2, "--seed: a run that goes on has its own" },
        { "train --resume neural --column Name", 2, "--column: a run that goes on has its own" },
        { "train counts --seed 1 --seed 2", 2, "Option '--seed' expects a single argument but 2 were provided" },
        { "train mlp --hidden-size 1 --hidden-size 2", 2, "'--hidden-size' expects a single argument" },
        { "train counts --json a --json b", 2, "'--json' expects a single argument" },
        { "sample --model counts --model neural", 2, "'--model' expects a single argument" },
        { "sample --model counts --multinomial mkl --multinomial portable", 2, "'--multinomial' expects a single argument" },
        { "sample", 2, "--model" },
        { "evaluate", 2, "--model" },
        { "report", 2, "--model" },
        { "prepare", 2, "--output" },
        { "sample --model", 2, "--model" },
        { "sample --model counts --count", 2, "--count" },
        { "sample --model counts counts", 2, "counts" },
        { "sample --model counts @arguments", 2, "@arguments" },
        { "sample --model counts @/dev/zero", 2, "@/dev/zero" },
        { "recipes now", 2, "now" },
        { "train counts --shuffle maybe", 2, "maybe" },
        { "lr-range --from 1 --to 0.1", 2, "--from must be smaller than --to" },

        // Numbers that are too small, too large, or not numbers
        { "train mlp --hidden-size 0", 2, "--hidden-size must be at least 1" },
        { "train mlp --hidden-size 1e3", 2, "--hidden-size must be a whole number of at least 1, and is '1e3'" },
        { "train mlp --hidden-size 1.5", 2, "--hidden-size must be a whole number" },
        { "train mlp --hidden-size 0x10", 2, "--hidden-size must be a whole number" },
        { "train mlp --hidden-size ''", 2, "--hidden-size must be a whole number of at least 1, and is ''" },
        { "train mlp --hidden-size 2147483648", 2, "--hidden-size must be at most 2147483647" },
        { "train mlp --hidden-size EVIL", 2, "--hidden-size must be a whole number" },
        { "train mlp --embedding-size -1", 2, "--embedding-size must be at least 1" },
        { "train mlp --block-size NaN", 2, "--block-size must be a whole number" },
        { "train mlp --batch-size -3", 2, "--batch-size must be at least 1" },
        { "train mlp --batch-size 99999999999999999999", 2, "--batch-size must be at most 2147483647" },
        { "train mlp --batch-size 1,000", 2, "--batch-size must be a whole number" },
        { "train mlp --threads 0", 2, "--threads must be at least 1" },
        { "train mlp --threads 5000", 2, "--threads must be at most 1024" },
        { "train mlp --threads ½", 2, "--threads must be a whole number" },
        { "train mlp --evaluate-every -1", 2, "--evaluate-every must be at least 0" },
        { "train neural --checkpoint-every -1", 2, "--checkpoint-every must be at least 0" },
        { "train neural --checkpoint-every often", 2, "--checkpoint-every must be a whole number" },
        { "train counts --smoothing -1", 2, "--smoothing must be 0 or more" },
        { "train counts --smoothing much", 2, "--smoothing must be 0 or more, and is much" },
        { "train counts --smoothing 1,5", 2, "--smoothing must be 0 or more" },
        { "train counts --smoothing NaN", 2, "--smoothing must be 0 or more" },
        { "train counts --smoothing Infinity", 2, "--smoothing must be 0 or more" },
        { "train counts --smoothing 1e300", 2, "--smoothing must be at most 1e+15" },
        { "train counts --smoothing 1e999", 2, "--smoothing" },
        { "train counts --seed x", 2, "--seed must be a whole number from 0 to 18446744073709551615, and is 'x'" },
        { "train counts --seed -1", 2, "--seed must be a whole number" },
        { "train counts --seed 18446744073709551616", 2, "--seed must be a whole number" },
        { "train counts --seed ''", 2, "--seed must be a whole number" },
        { "explore --batch-size 5", 2, "--batch-size must be at most 4" },
        { "gradcheck --cases 0", 2, "--cases must be at least 1" },
        { "gradcheck --cases many", 2, "--cases must be a whole number of at least 1, and is 'many'" },
        { "lr-range --steps 9", 2, "--steps must be at least 10" },
        { "lr-range --steps 2000000000", 2, "--steps must be at most 1000000" },
        { "lr-range --from 0", 2, "--from must be above 0" },
        { "lr-range --from -1e-3", 2, "--from must be above 0" },
        { "lr-range --to ∞", 2, "--to must be above 0" },
        { "lr-range --to Infinity", 2, "--to must be above 0" },
        { "sample --model counts --temperature 0", 2, "--temperature must be 1e-6 or more" },
        { "sample --model counts --temperature 5e-324", 2, "--temperature must be 1e-6 or more" },
        { "sample --model counts --temperature NaN", 2, "--temperature must be 1e-6 or more" },
        { "sample --model counts --temperature 1,5", 2, "--temperature must be 1e-6 or more" },
        { "sample --model counts --count 0", 2, "--count must be at least 1" },
        { "sample --model counts --count 1e9", 2, "--count must be a whole number" },
        { "sample --model counts --count 1000000000 --json names.json", 2, "with --json, at most 1000000 names" },
        { "sample --model counts --top-k -1", 2, "--top-k must be at least 0" },
        { "sample --model counts --max-length 0", 2, "--max-length must be at least 1" },
        { "sample --model counts --max-length 2000000000", 2, "--max-length must be at most 1000000" },
        { "sample --model counts --prefix ana --max-length 2", 2, "--max-length 2: the prefix \"ana\" is longer" },

        // Choices, schedules and splits
        { "train mlp --schedule 0.1", 2, "--schedule: '0.1' is not a stage of a schedule" },
        { "train mlp --schedule ''", 2, "--schedule: '' is not a stage of a schedule" },
        { "train mlp --schedule -1:10", 2, "the learning rate must be above 0" },
        { "train mlp --schedule NaN:10", 2, "the learning rate must be above 0" },
        { "train mlp --schedule 0.1:0", 2, "must have at least 1 step" },
        { "train mlp --schedule 0.1:1.5", 2, "is not a stage" },
        { "train mlp --schedule 0.1:2000000000,0.1:2000000000", 2, "4000000000 steps are more than can be counted" },
        { "train mlp --schedule EVIL", 2, "is not a stage" },
        { "train gpt --shuffle --heads 3", 2, "gpt: 3 heads cannot share a width of 16 out evenly; give a width that is a multiple of the heads" },
        { "train gpt --shuffle --width 100000000", 2, "--width 100000000: that needs" },
        { "train gpt --schedule 0.1..-1:10", 2, "--schedule" },
        { "train --recipe microgpt --multinomial portable", 2, "--multinomial: microgpt has its own way to draw letters; leave it out" },
        { "train --recipe seed-gpt", 2, "--recipe must be one of seed-counts, seed-network, seed-mlp, microgpt, makemore-bow, " },
        { "train --recipe seed-gpt", 2, "lecture-3, lecture-5, and is 'seed-gpt'" },
        { "train --recipe lecture-5 --input one.txt", 1, "there is only one name, and 80 % of one is none to train on" },
        { "train --recipe EVIL", 2, "--recipe must be one of" },
        { "train mlp --split 0.5,0.1,0.1", 2, "--split" },
        { "train mlp --split 1", 2, "--split" },
        { "train mlp --split 2,-1,0", 2, "--split" },
        { "train mlp --split NaN,0,0", 2, "--split" },
        { "train mlp --split ''", 2, "--split" },
        { "train mlp --split-by letter", 2, "--split-by must be one of example, name, and is 'letter'" },
        { "train counts --alphabet klingon", 2, "--alphabet must be one of english, auto, and is 'klingon'" },
        { "train counts --alphabet 1", 2, "--alphabet must be one of" },
        { "train counts --duplicates ''", 2, "--duplicates must be one of drop, keep, and is ''" },
        { "train counts --multinomial EVIL", 2, "--multinomial must be one of" },
        { "explore --format pdf", 2, "--format must be one of html, dot, mermaid, and is 'pdf'" },

        // Empty names of files, and files that cannot be written
        { "train counts --input ''", 2, "--input: this is empty" },
        { "train counts --output ''", 2, "--output: this is empty" },
        { "train counts --json ''", 2, "--json: this is empty" },
        { "train --resume ''", 2, "--resume: this is empty" },
        { "sample --model ''", 2, "--model: this is empty" },
        { "explore --output ''", 2, "--output: this is empty" },
        { "train counts --input few.csv --column ''", 1, "there is no column \"\"" },
        { "train counts --json nowhere/results.json", 2, "there is no folder" },
        { "sample --model counts --json nowhere/results.json", 2, "make it first" },
        { "sample --model counts --json folder", 2, "--json folder: this is a folder" },
        { "sample --model counts --json counts", 2, "this is the file that --model names" },
        { "train counts --output few.csv", 2, "--output few.csv: this is a file" },
        { "train counts --output taken", 2, "report.html: this is a folder" },
        { "prepare --output EVIL/x", 2, "there is no folder" },

        // Names
        { "train counts --input missing.csv", 1, "missing.csv: there is no such file" },
        { "train counts --input EVIL", 1, "is too long" },
        { "train counts --input folder", 1, "this is a folder; only regular files are read" },
        { "train counts --input /dev/zero", 1, "this is a device; only regular files are read" },
        { "train counts --input pipe", 1, "this is a pipe; only regular files are read" },
        { "train counts --input empty.csv", 1, "the file is empty" },
        { "train counts --input empty.txt", 1, "the file is empty" },
        { "train counts --input header.csv", 1, "there are no names" },
        { "train counts --input digits.csv", 1, "there is no usable name in 2 rows" },
        { "train counts --input open.csv", 1, "open.csv" },
        { "train counts --input late.csv", 1, "late.csv" },
        { "train counts --input ragged.csv", 1, "line 3: the header has 2 fields, this row 1" },
        { "train counts --input nul.csv", 1, "there is no usable name" },
        { "train counts --input noise.csv", 1, "noise.csv" },
        { "train counts --input utf8.txt", 1, "there is no usable name" },
        { "train counts --input little.txt", 1, "this looks like UTF-16 without a byte order mark; save it as UTF-8" },
        { "train counts --input big.csv", 1, "this looks like UTF-16 without a byte order mark; save it as UTF-8" },
        { "train counts --input line.txt", 1, "line 1 is longer than 1048576 characters" },
        { "train counts --input line.csv", 1, "line.csv" },
        { "train counts --input few.csv --column Vorname", 1, "no column \"Vorname\"" },
        { "train counts --input few.csv --column EVIL", 1, "there is no column" },
        { "train counts --input evil.csv", 1, "there is no column \"Name\" in the header" },
        { "train --recipe seed-counts --input header.csv", 1, "there are no names" },
        { "lr-range --input missing.csv", 1, "there is no such file" },
        { "evaluate --model neural --input missing.csv", 1, "there is no such file" },
        { "evaluate --model neural --input digits.csv", 1, "there is no usable name" },
        { "--input one.txt", 1, "one name is too few for the tour" },
        { "--input header.csv", 1, "there are no names" },
        { "train mlp --input few.csv --split 0,0.5,0.5", 2, "--split: the split 0,0.5,0.5 of 20 examples by example leaves none" },
        { "lr-range --input few.csv --split 0,0.5,0.5 --split-by name", 2, "--split: the split 0,0.5,0.5" },

        // Letters and names that a model does not know
        { "sample --model counts --prefix az", 1, "--prefix: character 2 of \"az\", 'z' (U+007A), is not in the vocabulary" },
        { "sample --model counts --prefix EVIL", 1, "--prefix: character 1 of" },
        { "sample --model counts --input one.txt --new-only --prefix ana --max-length 3", 1, "10,000 names in a row" },
        { "sample --model counts --new-only", 1, "it does not say which names it was trained on" },
        { "evaluate --model counts --name az", 1, "--name: character 2 of \"az\"" },
        { "evaluate --model counts --name ''", 2, "--name: a name must have at least one letter" },
        { "evaluate --model counts --name EVIL", 1, "--name: character 1 of" },
        { "evaluate --model counts", 1, "give them with --input" },
        { "evaluate --model orphan", 1, "the names that this model was trained on are no longer there" },
        { "report --model orphan", 1, "the names that this model was trained on are no longer there" },
        { "evaluate --model stranger", 1, "this does not hold the names that this model was trained on" },
        { "report --model stranger", 1, "this does not hold the names that this model was trained on" },
        { "explore --model counts", 2, "a model of kind \"counts\" has no gradients" },
        { "explore --model silent --format dot", 2, "--name: the model's letters are \".an\"" },
        { "explore --model neural --name Q9", 1, "--name: character 2 of \"q9\"" },

        // Checkpoints
        { "sample --model gone", 1, "gone: there is no such file; `train` writes one" },
        { "sample --model few.csv", 1, "few.csv" },
        { "sample --model folder", 1, "this is a folder; only regular files are read" },
        { "sample --model /dev/zero", 1, "this is a device; only regular files are read" },
        { "sample --model pipe", 1, "this is a pipe; only regular files are read" },
        { "sample --model empty.txt", 1, "0 bytes are too few" },
        { "sample --model stump", 1, "5 bytes are too few" },
        { "sample --model short", 1, "cut short" },
        { "sample --model tail", 1, "do not belong to any tensor" },
        { "sample --model noise", 1, "this is not a safetensors file" },
        { "sample --model format", 1, "a safetensors file, but not one of ours" },
        { "sample --model kind", 1, "a model of kind \"gpt-9\", which this version does not know" },
        { "sample --model letters", 1, "'a' (U+0061) occurs twice" },
        { "sample --model unlettered", 1, "its metadata has no \"letters\"" },
        { "sample --model shape", 1, "(27, 27)" },
        { "sample --model negative", 1, "needs a dtype (a string), a shape (sizes)" },
        { "sample --model huge-shape", 1, "needs a dtype (a string), a shape (sizes)" },
        { "sample --model zero-size", 1, "\"hidden_size\" in its metadata must be at least 1" },
        { "sample --model below-zero", 1, "N: a count is negative" },
        { "sample --model nan", 1, "the tensor \"weights\" holds NaN or infinity" },
        { "evaluate --model nan --name a", 1, "the tensor \"weights\" holds NaN or infinity" },
        { "report --model nan", 1, "the tensor \"weights\" holds NaN or infinity" },
        { "explore --model nan", 1, "the tensor \"weights\" holds NaN or infinity" },
        { "train --resume nan", 1, "the tensor \"weights\" holds NaN or infinity" },
        { "sample --model infinite", 1, "the tensor \"hidden.bias\" holds NaN or infinity" },
        { "evaluate --model giant", 1, "giant: the model's weights are too large for its logits to be finite" },
        { "evaluate --model giant --name a --json out.json", 1, "giant: the model's weights are too large for its logits to be finite" },
        { "report --model giant", 1, "giant: the model's weights are too large for its logits to be finite" },
        { "sample --model giant", 1, "what follows \"\": the model's weights are too large for its logits to be finite" },
        { "train --resume gone", 1, "gone: there is no such file" },
        { "train --resume folder", 1, "this is a folder; only regular files are read" },
        { "train --resume pipe", 1, "this is a pipe; only regular files are read" },
        { "train --resume counts", 1, "a model of kind \"counts\" is not trained in steps" },
        { "train --resume silent", 1, "\"training.schedule\" in its metadata: it is missing" },
        { "train --resume no-schedule", 1, "\"training.schedule\" in its metadata: 'much' is not a stage" },
        { "train --resume no-seed --output out", 1, "it does not say with which seed its training began" },
        { "train --resume other-recipe", 1, "is not one for a model of kind \"neural\"" },
        { "train --resume batch", 1, "\"training.batch_size\" in its metadata: must be a whole number of at least 1" },
        { "train --resume past-schedule --output out", 1, "has taken 5 steps already, and its schedule has 3" },
        { "train --resume neural --schedule 1:3 --output out", 1, "has taken 5 steps already, and its schedule has 3" },
        { "train --resume neural --input changed.txt --output out", 1, "the names are not those that this run was training on" },
        { "train --resume position --output out", 1, "lies outside 0 to 624" },
        { "train --resume steps --output out", 1, "run.steps is -1, which cannot be a number of steps" },

        // Rates that are too large
        { "train mlp --input few.csv --schedule 1e38:1", 1, "training diverged at its last step" },
        { "train mlp --input few.csv --schedule 1e38:100", 1, "training diverged at step" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void A_mistake_gets_one_line_and_its_exit_code(string command, int exitCode, string message)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && UnixOnly().IsMatch(command), "there are no such files");
        string output = Path.Combine(files.Folder, "out");
        if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
        string[] before = files.State();
        Outcome outcome = InThisProcess.Run(files.Folder, BadInputFiles.Arguments(command));
        string[] said = Complaints(outcome);
        Assert.True(exitCode == outcome.ExitCode, $"exit code {outcome.ExitCode}: {outcome.Error}");
        Assert.Single(said);
        Assert.Contains(message, said[0]);
        Assert.DoesNotMatch(InternalName(), said[0]);
        Assert.All(said[0].EnumerateRunes(), character => Assert.True(Quote.IsShown(character)));
        Assert.InRange(said[0].Length, 1, 500);
        Assert.DoesNotContain(new string('n', 60), said[0]);
        Assert.Empty(outcome.Output);
        Assert.Equal(before, files.State());
    }

    /// <summary>The lines on standard error that do not just count the names that were read.</summary>
    internal static string[] Complaints(Outcome outcome) =>
    [
        .. outcome.Error.TrimEnd().Split('\n').Where(line =>
            !IsCountOfNames().IsMatch(line) && !line.StartsWith("  dropped ", StringComparison.Ordinal)),
    ];

    [GeneratedRegex("^[0-9,]+ names? of [0-9,]+ rows? in ")]
    private static partial Regex IsCountOfNames();

    [GeneratedRegex(@"   at |Exception|System\.|\(Parameter '")]
    private static partial Regex InternalName();

    [GeneratedRegex("/dev/|pipe|huge$")]
    private static partial Regex UnixOnly();
}

/// <summary>These cases look at all files of one folder, so no two of them run at the same time.</summary>
[CollectionDefinition(nameof(BadInputTests), DisableParallelization = true)]
public sealed class WithOneFolder : ICollectionFixture<BadInputFiles>;
