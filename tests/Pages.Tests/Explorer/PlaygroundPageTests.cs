namespace Makemore.Pages.Tests;

public class PlaygroundPageTests
{
    [Fact]
    public void What_is_given_stands_in_the_head_and_cannot_close_its_element()
    {
        var given = new GivenToPage("names", new GivenModel("m.safetensors", "mlp", [1, 2, 3]), "anu\nravi</script>", "anu");
        string page = PlaygroundPage.Write("<html><head></head><body></body></html>", given);
        Assert.Equal(
            """
            <html><head><script type="application/json" id="given">{"rung":"names","model":{"file":"m.safetensors","kind":"mlp","base64":"AQID"},"names":"anu\nravi\u003c/script>","name":"anu"}</script>
            </head><body></body></html>
            """.ReplaceLineEndings("\n"),
            page);
    }

    [Fact]
    public void What_is_not_given_is_left_out() =>
        Assert.Contains(">{}<", PlaygroundPage.Write("<head></head>", new GivenToPage(null, null, null, null)));

    [Fact]
    public void Another_file_is_refused() =>
        Assert.Throws<ArgumentException>(() => PlaygroundPage.Write("no page", new GivenToPage(null, null, null, null)));
}
