using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Tests;

/// <summary>Says that its logits are made by this code; with null, it does not tell its step.</summary>
internal sealed class Telling : NeuralModel<double>
{
    private readonly NeuralBigram<double> inner;
    private readonly string? code;

    public Telling(string? code)
    {
        this.code = code;
        inner = Add("inner", new NeuralBigram<double>(Vocabulary, ValueSource<double>.Zeros));
    }

    public override ModelKind Kind { get; } =
        new() { Name = "silent", Title = "silent network", Make = (_, _, _) => throw new NotSupportedException() };

    public override Vocabulary Vocabulary => Vocabulary.English;

    public override int BlockSize => 1;

    public override Variable<double> Logits(Indices tokens, Mode mode) => inner.Logits(tokens, mode);

    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => (NeuralModel<TOther>)(object)new Telling(code);

    public override Variable<double>? TellLogits(Indices contexts, StepProgram<double> program) =>
        code is null ? null : program.Line("look up", "logits", Logits(contexts, Mode.Training), code);
}
