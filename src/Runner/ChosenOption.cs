using System.CommandLine;
using Makemore.Models;

namespace Makemore.Runner;

/// <summary>An option of a kind of model on the command line.</summary>
internal sealed class ChosenOption
{
    private readonly Option<bool>? flag;
    private readonly Option<double>? other;

    public ChosenOption(ModelOption of)
    {
        Of = of;
        string name = $"--{of.Name}";
        if (of.IsFlag) flag = new Option<bool>(name) { Description = of.Description };
        else
            other = new Option<double>(name)
            {
                Description = of.Words is null ? of.Description : $"{of.Description} [default: {of.Words[0]}]",
                HelpName = of.Words is null ? of.IsWhole ? "N" : "X" : string.Join('|', of.Words),
                DefaultValueFactory = of.Words is null ? _ => of.Default : null,
                CustomParser = Arguments.Parsed(of.Parse),
            };
    }

    /// <summary>What is chosen.</summary>
    public ModelOption Of { get; }

    /// <summary>Its form on the command line.</summary>
    public Option Argument => flag ?? (Option)other!;

    /// <summary>What was chosen.</summary>
    public double Value(ParseResult call) => flag is not null ? (call.GetValue(flag) ? 1 : 0) : call.GetValue(other!);
}
