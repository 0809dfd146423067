using System.Text.Json;

namespace Makemore.Worlds.Tests;

public sealed class SourceTextTests
{
    [Fact]
    public void The_lines_of_an_operation_are_those_of_its_file()
    {
        JsonElement source = JsonElement.Parse(SourceText.ToJson("Tanh"));
        string file = source.GetProperty("file").GetString()!;
        Assert.Equal("src/Autograd/Operations/Tanh.cs", file);
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root.FullName, file));
        foreach (string part in (string[])["forward", "backward"])
        {
            Assert.NotEmpty(source.GetProperty(part).EnumerateArray());
            foreach (JsonElement line in source.GetProperty(part).EnumerateArray())
                Assert.EndsWith(line.GetProperty("text").GetString()!, lines[line.GetProperty("number").GetInt32() - 1]);
        }
    }

    [Fact]
    public void A_parameter_has_none() =>
        Assert.Equal("""{"file":"","forward":[],"backward":[]}""", SourceText.ToJson("Parameter"));
}
