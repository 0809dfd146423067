using System.Reflection;

namespace Makemore.Autograd.Tests.Operations;

/// <summary>Every operation is checked: the catalogue, the classes and the files are the same list.</summary>
public class CompletenessTests
{
    private static readonly IReadOnlyList<OperationEntry<double>> Entries = OperationCatalogue.Entries<double>();

    [Fact]
    public void The_catalogue_lists_every_operation_of_the_assembly_once() =>
        Assert.Equal(OperationClasses().Order(), Entries.Select(entry => ClassName(entry.Kind)).Order());

    [Fact]
    public void Float_and_double_have_the_same_entries() =>
        Assert.Equal(
            Entries.Select(entry => (entry.Name, entry.Kind, entry.Expression)),
            OperationCatalogue.Entries<float>().Select(entry => (entry.Name, entry.Kind, entry.Expression)));

    [Theory]
    [MemberData(nameof(Catalogue.Operations), MemberType = typeof(Catalogue))]
    public void An_entry_is_named_for_its_class_and_makes_cases_of_it(string operation)
    {
        OperationEntry<double> entry = Entries.Single(entry => entry.Name == operation);
        Assert.Equal(entry.Name, ClassName(entry.Kind));
        Assert.Equal(entry.Kind, Catalogue.Case<double>(operation, new RandomCase(1, 3)).Output().GetType().GetGenericTypeDefinition());
    }

    [Fact]
    public void Every_operation_has_a_file_of_its_own()
    {
        string folder = Path.Combine(Repository.Root.FullName, "src", "Autograd", "Operations");
        IEnumerable<string?> files = Directory.GetFiles(folder, "*.cs").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(Entries.Select(entry => entry.Name).Order(), files.Order());
        Assert.All(Entries, entry => Assert.Contains(
            $"public sealed class {entry.Name}<T>", File.ReadAllText(Path.Combine(folder, entry.Name + ".cs")), StringComparison.Ordinal));
    }

    private static IEnumerable<string> OperationClasses() => typeof(Variable<>).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && IsA(type, typeof(Variable<>)) && !IsA(type, typeof(Leaf<>)))
        .Select(ClassName);

    private static bool IsA(Type type, Type definition)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
            if (at.IsGenericType && at.GetGenericTypeDefinition() == definition) return true;
        return false;
    }

    private static string ClassName(MemberInfo type) => type.Name.Split('`')[0];
}
