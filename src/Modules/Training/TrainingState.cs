using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// Everything that decides how a training goes on: the module's parameters, buffers and generators, what the optimizer remembers, and the
/// generator that draws the batches. Saved in a file and loaded again, the training goes on bit for bit as if it had never stopped. Given to
/// <see cref="Trainer{T}.Run"/>, it also remembers the last step that was known to be good, in case a later one diverges.
/// </summary>
/// <param name="module">The module that is trained.</param>
/// <param name="optimizer">What moves its parameters.</param>
/// <param name="generator">What draws the batches; null if nothing is drawn.</param>
public sealed class TrainingState<T>(Module<T> module, Optimizer<T> optimizer, TorchGenerator? generator = null)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string GeneratorName = "generator.minibatch";
    private const string RunPrefix = "run.";
    private const string HistorySteps = "run.history.steps", HistoryLosses = "run.history.losses";
    private const string HistoryValidation = "run.history.validation"; // NaN where it was not computed
    private const string UpdateSteps = "run.updates.steps", UpdateRatios = "run.updates.ratios";
    private const string StepsName = "run.steps";

    // The state before the step that is being taken, and that before an earlier one whose loss turned out to be finite.
    private InMemory latest = new(module, optimizer, generator), good = new(module, optimizer, generator);

    /// <summary>Whether a tensor of this name in a file that <see cref="Save"/> filled is the run's, and not the module's.</summary>
    public static bool IsOfTheRun(string name) =>
        name == GeneratorName || name.StartsWith(RunPrefix, StringComparison.Ordinal)
        || name.StartsWith(Optimizer<T>.Prefix, StringComparison.Ordinal);

    /// <summary>Whether <see cref="Save"/> filled this file.</summary>
    public static bool IsIn(SafetensorsFile file) => file.Entries.Any(entry => entry.Name == StepsName);

    /// <summary>Adds the module, the optimizer, the generator and what the run did so far to a file, by name.</summary>
    /// <exception cref="ArgumentException">The file has a tensor of such a name already.</exception>
    public void Save(SafetensorsFile file, TrainingResult run)
    {
        module.Save(file);
        optimizer.Save(file);
        if (generator is not null) file.Add(GeneratorName, [TorchGenerator.StateLength], generator.SaveState());
        file.Add<long>(StepsName, [], [run.Steps]);
        (int points, int measured) = (run.History.Count, run.Updates.Count);
        file.Add<long>(HistorySteps, [points], [.. run.History.Select(point => (long)point.Step)]);
        file.Add<double>(HistoryLosses, [points], [.. run.History.Select(point => point.Loss)]);
        file.Add<double>(HistoryValidation, [points], [.. run.History.Select(point => point.Validation ?? double.NaN)]);
        file.Add<long>(UpdateSteps, [measured], [.. run.Updates.Select(point => (long)point.Step)]);
        file.Add<double>(
            UpdateRatios,
            [measured, optimizer.Parameters.Count],
            [.. run.Updates.SelectMany(point => point.Ratios).Select(update => update.Ratio)]);
    }

    /// <summary>
    /// Takes everything from a file that <see cref="Save"/> filled. Returns what the run did so far, for
    /// <see cref="TrainingOptions.From"/>.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// Something is missing, has another type or shape, or counts steps that the run did not take; the message names it. A part may have
    /// been loaded already.
    /// </exception>
    public TrainingResult Load(SafetensorsFile file)
    {
        long steps = file.Values<long>(StepsName, [])[0];
        if (steps is < 0 or > int.MaxValue) throw file.Fault($"{StepsName} is {steps}, which cannot be a number of steps");
        int points = Length(HistorySteps), measured = Length(UpdateSteps), columns = optimizer.Parameters.Count;
        long[] historySteps = file.Values<long>(HistorySteps, [points]), updateSteps = file.Values<long>(UpdateSteps, [measured]);
        double[] losses = file.Values<double>(HistoryLosses, [points]), validation = file.Values<double>(HistoryValidation, [points]);
        double[] ratios = file.Values<double>(UpdateRatios, [measured, columns]);
        CheckThatTheyRise(HistorySteps, historySteps);
        CheckThatTheyRise(UpdateSteps, updateSteps);
        generator?.LoadState(file.GeneratorState(GeneratorName));
        module.Load(file, name => IsOfTheRun(name) ? null : name);
        optimizer.Load(file);
        return new TrainingResult(
            (int)steps,
            [.. historySteps.Select((step, i) =>
                new TrainingPoint((int)step, losses[i], double.IsNaN(validation[i]) ? null : validation[i]))])
        {
            FirstStep = (int)steps,
            Updates = [.. updateSteps.Select((step, i) => new UpdatePoint((int)step, [.. optimizer.Parameters.Select((parameter, j) =>
                new UpdateRatio(parameter.Label, ratios[(i * columns) + j]))]))],
        };

        void CheckThatTheyRise(string name, long[] stepsThere)
        {
            long least = 0;
            foreach (long step in stepsThere)
            {
                if (step < least || step >= steps)
                    throw file.Fault($"{name} has step {step}; they rise from 0 on, and stay below {steps}, the steps of the run");
                least = step + 1;
            }
        }

        int Length(string name) => file.Entries.Where(entry => entry.Name == name).Sum(entry => entry.Shape.Elements);
    }

    /// <summary>
    /// Puts everything back to before the last step that is known to be good: its loss was finite. Returns how many steps had been taken
    /// then, or null if there is no such step.
    /// </summary>
    public int? PutBack()
    {
        if (good.Steps is { } steps) good.PutBack();
        return good.Steps;
    }

    /// <summary>Does something, and puts everything back to as it was before.</summary>
    public void DoAndUndo(Action action)
    {
        Action putBack = Mark();
        try
        {
            action();
        }
        finally
        {
            putBack();
        }
    }

    /// <summary>Copies everything. What is returned puts it back to as it is now, as often as it is called.</summary>
    public Action Mark()
    {
        var now = new InMemory(module, optimizer, generator);
        now.Copy(steps: 0);
        return now.PutBack;
    }

    /// <summary>Forgets what was remembered, at the beginning of a run.</summary>
    internal void Forget() => latest.Steps = good.Steps = null;

    /// <summary>Remembers the state after this many steps. Allocates nothing but the first time.</summary>
    internal void Remember(int steps) => latest.Copy(steps);

    /// <summary>The loss of the step that followed is finite, so what was remembered last is good.</summary>
    internal void Confirm()
    {
        if (latest.Steps is null) return;
        (latest, good) = (good, latest);
        latest.Steps = null;
    }

    /// <summary>A copy of the state in memory.</summary>
    private sealed class InMemory(Module<T> module, Optimizer<T> optimizer, TorchGenerator? generator)
    {
        private (Tensor<T> Value, T[] Copy)[]? tensors;
        private (TorchGenerator Generator, uint[] Copy)[] generators = [];
        private long optimizerSteps;

        /// <summary>How many steps of the run had been taken; null if nothing is remembered.</summary>
        public int? Steps { get; set; }

        public void Copy(int steps)
        {
            if (tensors is null) MakeRoom();
            foreach ((Tensor<T> value, T[] copy) in tensors) value.Span.CopyTo(copy);
            foreach ((TorchGenerator one, uint[] copy) in generators) one.SaveState(copy);
            (Steps, optimizerSteps) = (steps, optimizer.Steps);
        }

        public void PutBack()
        {
            foreach ((Tensor<T> value, T[] copy) in tensors!) copy.CopyTo(value.Span);
            foreach ((TorchGenerator one, uint[] copy) in generators) one.LoadState(copy);
            optimizer.Steps = optimizerSteps;
        }

        [MemberNotNull(nameof(tensors))]
        private void MakeRoom()
        {
            tensors =
                [.. module.Tensors.Select(tensor => tensor.Value).Concat(optimizer.State).Select(value => (value, new T[value.Length]))];
            IEnumerable<TorchGenerator> drawn = module.Generators.Select(one => one.Generator);
            if (generator is not null) drawn = drawn.Append(generator);
            generators = [.. drawn.Select(one => (one, new uint[TorchGenerator.StateLength]))];
        }
    }
}
