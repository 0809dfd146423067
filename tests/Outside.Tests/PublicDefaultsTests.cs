using System.Globalization;
using System.Reflection;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests;

/// <summary>
/// What a caller gets who leaves an argument out. The compiler writes a default into the caller's program, so a change to one is a change
/// to everyone's programs, which no test of ours would notice otherwise.
/// </summary>
public class PublicDefaultsTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData(typeof(Tensor<>), """
        Kernels.Gather: operation = Gather
        Kernels.ScatterAdd: operation = ScatterAdd
        Tensor.RandomNormal: scale = 1
        Tensor.Uniform: low = 0
        Tensor.Uniform: high = 1
        """)]
    [InlineData(typeof(Variable<>), """
        Graph.Backward: accumulate = False
        Graph.ForwardAndBackward: accumulate = False
        OperationDraw.BroadcastShapes: largestRank = 3
        OperationDraw.Shape: minimumRank = 0
        Variable.Backward: accumulate = False
        Variable.Max: keepDimensions = False
        Variable.Max: keepDimensions = False
        Variable.Mean: keepDimensions = False
        Variable.Mean: keepDimensions = False
        Variable.Min: keepDimensions = False
        Variable.Min: keepDimensions = False
        Variable.Sum: keepDimensions = False
        Variable.Sum: keepDimensions = False
        Variable.Variance: correction = 1
        Variable.Variance: correction = 1
        Variable.Variance: keepDimensions = False
        """)]
    [InlineData(typeof(Module<>), """
        AdamW.new: decay = 0.01
        AdamW.new: beta1 = 0.9
        AdamW.new: beta2 = 0.999
        AdamW.new: epsilon = 1E-08
        Adam.new: beta1 = 0.9
        Adam.new: beta2 = 0.999
        Adam.new: epsilon = 1E-08
        AtomicFile.CheckWritable: length = 0
        BatchNorm.new: momentum = 0.1
        BatchNorm.new: epsilon = 1E-05
        BatchNorm.new: scale = 1
        BatchNorm.new: correction = 0
        CausalSelfAttention.new: hasBias = True
        Initial.Kaiming: gain = 1
        Initial.Normal: deviation = 1
        Initial.Xavier: gain = 1
        LayerNorm.new: epsilon = 1E-05
        LinearLayer.new: hasBias = True
        RmsNorm.new: epsilon = 1E-05
        RmsNorm.WithoutScale: epsilon = 1E-05
        Sgd.new: momentum = 0
        SharedBatch.new: threads = 1
        """)]
    [InlineData(typeof(NeuralModel<>), """
        Evaluation.Loss: threads = 1
        ExampleBatch.DrawnAndShared: threads = 1
        ModelOption.Whole: minimum = 1
        ModelOption.Whole: maximum = 2147483647
        MultilayerPerceptron.HiddenOutputs: mode = Inference
        NameList.Clean: duplicates = Drop
        NameList.Read: duplicates = Drop
        NamesFile.Read: column = Name
        StepProgram.Line: code =
        """)]
    public void Defaults_stay_as_they_are(Type inFloor, string expected) =>
        Assert.Equal(expected.Split('\n'), Defaults(inFloor.Assembly).Select(line => line.TrimEnd()));

    // Null is left out: it says only that there may be nothing.
    private static IEnumerable<string> Defaults(Assembly floor) =>
        from type in floor.GetExportedTypes().OrderBy(type => type.Name, StringComparer.Ordinal)
        from member in type.GetMembers(All).OfType<MethodBase>().OrderBy(member => member.Name, StringComparer.Ordinal)
        from parameter in member.GetParameters()
        where parameter is { HasDefaultValue: true, DefaultValue: not null }
        let method = member.IsConstructor ? "new" : member.Name
        let value = Convert.ToString(parameter.DefaultValue, CultureInfo.InvariantCulture)
        select $"{type.Name.Split('`')[0]}.{method}: {parameter.Name} = {value}";
}
