using System.Reflection;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;
using PublicApiGenerator;

namespace Makemore.Outside.Tests.PublicApi;

/// <summary>
/// What programs outside may use of a package, type by type, compared with a file that somebody has read. Nobody breaks such a program
/// without knowing it.
/// </summary>
public class PublicApiTests
{
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    public static TheoryData<Assembly> Packages { get; } =
        [typeof(Tensor<>).Assembly, typeof(Variable<>).Assembly, typeof(Module<>).Assembly];

    [Theory]
    [MemberData(nameof(Packages))]
    public void What_a_package_offers_is_what_was_approved(Assembly package) => ApprovedText.Holds(
        $"Outside.Tests/PublicApi/{package.GetName().Name}.txt",
        package.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n",
        ApiDifference.Of);

    [Fact]
    public void What_is_gone_is_called_a_breaking_change()
    {
        string difference = ApiDifference.Of(Api("public void Old() { }", "public void Kept() { }"), Api("public void Kept() { }"))!;
        Assert.Contains("gone  public class Thing: public void Old() { }", difference);
        Assert.DoesNotContain("Kept", difference);
        Assert.Contains("this is a breaking", difference);
    }

    [Fact]
    public void What_is_only_new_breaks_nobody()
    {
        string difference = ApiDifference.Of(Api("public void Kept() { }"), Api("public void Kept() { }", "public void New() { }"))!;
        Assert.Contains("new   public class Thing: public void New() { }", difference);
        Assert.DoesNotContain("gone  ", difference);
        Assert.DoesNotContain("breaking", difference);
    }

    [Fact]
    public void What_is_the_same_does_not_differ() => Assert.Null(ApiDifference.Of(Api("public int A;"), Api("public int A;")));

    private static string Api(params string[] members) => string.Join('\n',
        ["namespace Makemore", "{", "    public class Thing", "    {", .. members.Select(member => $"        {member}"), "    }", "}", ""]);
}
