// Adds up what the tests of all projects and vector widths ran, prints it for each floor of the libraries, and fails below the bound.
//
//   dotnet run .ci/coverage.cs FOLDER    FOLDER holds coverlet's files, *.json

#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

using System.Text.Json;

const double LinesAtLeast = 95, BranchesAtLeast = 90; // percent
string[] floors = ["Tensors", "Autograd", "Modules", "Models"];

// A line or a branch is known by where it is. It has been run if any of the files says so.
Dictionary<(string File, string Where), bool> lines = [], branches = [];
foreach (string report in Directory.GetFiles(args[0], "*.json", SearchOption.AllDirectories))
{
    using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(report));
    foreach (JsonProperty file in document.RootElement.EnumerateObject().SelectMany(assembly => assembly.Value.EnumerateObject()))
    {
        foreach (JsonProperty method in file.Value.EnumerateObject().SelectMany(type => type.Value.EnumerateObject()))
        {
            foreach (JsonProperty line in method.Value.GetProperty("Lines").EnumerateObject())
                Add(lines, file.Name, line.Name, line.Value.GetInt64());
            foreach (JsonElement branch in method.Value.GetProperty("Branches").EnumerateArray())
                Add(branches, file.Name, $"{method.Name} {branch.GetProperty("Ordinal")}", branch.GetProperty("Hits").GetInt64());
        }
    }
}

bool enough = true;
foreach (string floor in floors)
{
    bool IsHere((string File, string Where) place) => place.File.Contains($"/src/{floor}/", StringComparison.Ordinal);
    (int lineCount, double lineShare) = Share(lines, IsHere);
    (int branchCount, double branchShare) = Share(branches, IsHere);
    bool passes = lineShare >= LinesAtLeast && branchShare >= BranchesAtLeast; // not a number, where nothing was counted, does not pass
    enough &= passes;
    Console.WriteLine($"{floor,-9}{lineShare,6:0.0} % of {lineCount} lines{branchShare,7:0.0} % of {branchCount} branches{(passes ? "" : "   TOO FEW")}");
    foreach (var file in lines.Where(line => IsHere(line.Key)).GroupBy(line => line.Key.File))
    {
        string[] missed = [.. file.Where(line => !line.Value).Select(line => line.Key.Where)];
        if (!passes && missed.Length > 0) Console.WriteLine($"  {Path.GetFileName(file.Key)}, lines not run: {string.Join(' ', missed.OrderBy(int.Parse))}");
    }
}

if (!enough) Console.WriteLine($"At least {LinesAtLeast} % of lines and {BranchesAtLeast} % of branches must be run by a test.");
return enough ? 0 : 1;

static void Add(Dictionary<(string, string), bool> places, string file, string where, long hits) =>
    places[(file, where)] = hits > 0 || places.GetValueOrDefault((file, where));

static (int Count, double Percent) Share(Dictionary<(string File, string Where), bool> places, Func<(string, string), bool> isHere)
{
    bool[] here = [.. places.Where(place => isHere(place.Key)).Select(place => place.Value)];
    return (here.Length, 100.0 * here.Count(run => run) / here.Length);
}
