using System.Text.Json;
using Makemore.Models;
using Makemore.Worlds;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>A page that was given a model and names goes on with them: what <c>explore --model</c> writes.</summary>
public sealed class GivenTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Names = "अनु\nरवि\nमीरा\nकिरण"; // letters that no new training on the page would read

    [Theory]
    [InlineData("mlp", "names")]
    [InlineData("gru", "names")]
    [InlineData("gpt", "gpt")]
    public async Task It_opens_with_the_model_as_it_was_trained(string kind, string rung)
    {
        NameList list = NameList.Clean(Names.Split('\n').Select((name, i) => new NameRow(name, i + 1)), vocabulary: null);
        var plan = new TrainingPlan(ModelKinds.All.Single(one => one.Name == kind)) { BatchSize = 4 };
        using TrainingRun<float> run = TrainingRun.Of(plan, list, 1);
        for (int i = 0; i < 20; i++) run.Trainer.Step(0.01);
        string file = Path.Combine(chromium.Folder, $"{kind}.safetensors");
        new Checkpoint(run.Model).Save(file);

        await using WatchedPage watched = await Open(new
        {
            rung,
            model = new { file = $"{kind}.safetensors", kind, base64 = File.ReadAllBytes(file) },
            names = Names,
            name = "अनु",
        });
        IPage page = watched.Page;
        Assert.Equal(rung, await page.EvaluateAsync<string>("document.body.dataset.ready"));
        Assert.Equal($"{kind}.safetensors, as it was trained", await page.Locator("#start option").First.InnerTextAsync());
        NamesTraining here = NamesTraining.GoOn(Checkpoint.Load(file), Names, kind == "mlp" ? 32 : 16, 1, "float32");
        string shown = await page.Locator("#loss").InnerTextAsync();
        Assert.Equal(here.Loss(), double.Parse(shown), 0.002);
        Assert.Equal("अनु", await page.Locator(kind == "mlp" ? "#walked" : "#name").InputValueAsync());
        if (kind == "mlp")
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Walk", Exact = true }).ClickAsync();
            await page.Locator("#node-loss").WaitForAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "One step" }).ClickAsync();
        await Assertions.Expect(page.Locator("#steps")).ToHaveTextAsync("1");
        Assert.Empty(watched.Said);
    }

    private async Task<WatchedPage> Open(object given)
    {
        Assert.SkipUnless(File.Exists(Reader.File), "the page is not published: dotnet publish src/Playground -c Release");
        string page = File.ReadAllText(Reader.File), path = Path.Combine(chromium.Folder, $"{Guid.NewGuid()}.html");
        string json = JsonSerializer.Serialize(given);
        File.WriteAllText(path, page.Replace("</head>", $"<script type=\"application/json\" id=\"given\">{json}</script></head>", StringComparison.Ordinal));
        WatchedPage watched = await chromium.NewPage();
        await watched.Page.GotoAsync(new Uri(path).AbsoluteUri);
        await watched.Page.Locator("body[data-ready]").WaitForAsync();
        return watched;
    }
}
