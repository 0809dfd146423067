namespace Makemore.Autograd.Tests.Tracing;

/// <summary>The code that is shown is the code that runs.</summary>
public class OperationSourceTests
{
    public static TheoryData<string> Operations => [.. OperationCatalogue.Entries<double>().Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_shows_its_own_lines(string operation)
    {
        OperationSource source = OperationSource.Find(operation)!;
        string[] file = File.ReadAllLines(Path.Combine(Repository.Root.FullName, source.File));
        foreach ((string name, IReadOnlyList<SourceLine> lines) in new[] { ("Forward", source.Forward), ("Backward", source.Backward) })
        {
            string formula = name == "Forward" ? "public Simd<V, T> Value<V, T>(" : "public Simd<V, T> Slope";
            Assert.True(
                lines[0].Text.StartsWith($"protected override void {name}()") || lines[0].Text.StartsWith(formula), lines[0].Text);
            Assert.True(lines[^1].Text is "}" || lines[^1].Text.EndsWith(';') || lines[^1].Text.EndsWith("{ }"), lines[^1].Text);
            Assert.All(lines, line => Assert.EndsWith(line.Text, file[line.Number - 1]));
            Assert.Equal(lines.Sum(line => line.Text.Count(c => c == '{')), lines.Sum(line => line.Text.Count(c => c == '}')));
        }
    }

    [Fact]
    public void An_operation_of_someone_else_has_no_source() => Assert.Null(OperationSource.Find("Sine"));
}
