// Adds up what the tests of all projects and vector widths ran, prints it for each floor of the libraries, and fails below the bounds.
//
//   dotnet run .ci/coverage.cs FOLDER    FOLDER holds coverlet's files, *.json

#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

using System.Text.Json;

const double LinesAtLeast = 95, BranchesAtLeast = 90; // percent
string[] floors = ["Tensors", "Autograd", "Modules", "Models", "Worlds"];

// A line or a branch is known by where it is. It was run if any of the files says so.
Dictionary<(string File, string Where), bool> lines = [], branches = [];
foreach (string report in Directory.GetFiles(args[0], "*.json", SearchOption.AllDirectories))
{
    using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(report));
    foreach (JsonProperty file in document.RootElement.EnumerateObject().SelectMany(assembly => assembly.Value.EnumerateObject()))
    {
        foreach (JsonProperty method in file.Value.EnumerateObject().SelectMany(type => type.Value.EnumerateObject()))
        {
            foreach (JsonProperty line in method.Value.GetProperty("Lines").EnumerateObject())
                Add(lines, file.Name, line.Name, line.Value);
            foreach (JsonElement branch in method.Value.GetProperty("Branches").EnumerateArray())
                Add(branches, file.Name, $"{method.Name} {Where(branch)}", branch.GetProperty("Hits"));
        }
    }
}

bool enough = true;
foreach (string floor in floors)
{
    bool[] floorLines = OfFloor(lines, floor), floorBranches = OfFloor(branches, floor);
    double linesRun = Percent(floorLines), branchesRun = Percent(floorBranches);
    Console.WriteLine(
        $"{floor,-9}{linesRun,6:0.0} % of {floorLines.Length} lines{branchesRun,7:0.0} % of {floorBranches.Length} branches");
    if (linesRun >= LinesAtLeast && branchesRun >= BranchesAtLeast) continue; // not so if nothing was counted: 0 / 0 is not a number

    enough = false;
    Console.WriteLine($"  too few: tests must run {LinesAtLeast} % of lines and {BranchesAtLeast} % of branches. Not run:");
    foreach (var file in lines.Where(line => !line.Value && IsOf(floor, line.Key.File)).GroupBy(line => line.Key.File))
        Console.WriteLine($"  {Path.GetFileName(file.Key)}: {string.Join(' ', file.Select(line => int.Parse(line.Key.Where)).Order())}");
}

return enough ? 0 : 1;

static void Add(Dictionary<(string, string), bool> places, string file, string where, JsonElement hits) =>
    places[(file, where)] = hits.GetInt64() > 0 || places.GetValueOrDefault((file, where));

// A branch is one way on from an instruction of a method.
static string Where(JsonElement branch) =>
    string.Join(' ', branch.EnumerateObject().Where(part => part.Name != "Hits").Select(part => part.Value));

static bool IsOf(string floor, string file) => file.Replace('\\', '/').Contains($"/src/{floor}/", StringComparison.Ordinal);

static bool[] OfFloor(Dictionary<(string File, string Where), bool> places, string floor) =>
    [.. places.Where(place => IsOf(floor, place.Key.File)).Select(place => place.Value)];

static double Percent(bool[] run) => 100.0 * run.Count(one => one) / run.Length;
