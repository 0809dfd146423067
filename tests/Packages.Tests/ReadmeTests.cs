using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Makemore.Packages.Tests;

/// <summary>The first example of a library's README is a program, and prints what the README says.</summary>
public partial class ReadmeTests(Consumer consumer)
{
    [Theory]
    [InlineData("Makemore.Tensors", "[[0.0461, 0.4024, -1.0115],")] // torch.manual_seed(1234); torch.randn(2, 3)
    [InlineData("Makemore.Autograd", "24.7041 138.8338 645.5773\na: right\nb: right\n")]
    [InlineData("Makemore.Modules", "0.91\n")]
    public void The_first_example_runs(string id, string printed)
    {
        using ZipArchive package = PackedFolder.Open(id);
        string readme = Encoding.UTF8.GetString(package.Bytes("README.md")).ReplaceLineEndings("\n");
        string folder = consumer.NewFolder($"readme of {id}");
        File.WriteAllText(Path.Combine(folder, "example.cs"), $"""
            #:package {id}@{PackedFolder.Version}
            #:property PublishAot=false
            #:property TreatWarningsAsErrors=true

            {Example().Match(readme).Groups["code"].Value}
            """);
        Assert.Contains(printed, Consumer.Run(folder, "dotnet", "run", "example.cs").ReplaceLineEndings("\n"));
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
