namespace Makemore.Packages.Tests;

/// <summary>What <c>dotnet new makemore-lesson</c> makes.</summary>
public class TemplateTests(Consumer consumer)
{
    [Fact]
    public void A_lesson_is_a_program_that_runs_and_finds_its_gradient_right()
    {
        string folder = consumer.NewFolder("template");
        string[] hive = ["--debug:custom-hive", Path.Combine(folder, "hive")]; // the user's own templates stay as they are
        Consumer.Run(folder, "dotnet", ["new", "install", PackedFolder.FileOf("Makemore.Templates"), .. hive]);
        Consumer.Run(folder, "dotnet", ["new", "makemore-lesson", "-n", "neuron", .. hive]);

        string lesson = File.ReadAllText(Path.Combine(folder, "neuron.cs"));
        Assert.Contains($"#:package Makemore.Autograd@{PackedFolder.Version}\n", lesson.ReplaceLineEndings("\n"));
        Assert.Contains("Run it: dotnet run neuron.cs\n", lesson.ReplaceLineEndings("\n"));
        string said = Consumer.Run(folder, "dotnet", "run", "neuron.cs");
        Assert.Contains("weights: the gradient is right", said);
        Assert.Contains("bias: the gradient is right", said);
    }
}
