using System.Diagnostics;

namespace Makemore.Modules.Tests;

public sealed class FileAtPathTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("file-").FullName;

    public FileAtPathTests() => File.WriteAllText(PathOf("file"), "text");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("file", FileKind.Regular)]
    [InlineData("", FileKind.Folder)]
    [InlineData("missing", FileKind.Nothing)]
    [InlineData("/dev/null", FileKind.Device)]
    [InlineData("/dev/zero", FileKind.Device)]
    public void The_kind_is_told_links_or_not(string name, FileKind kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && kind == FileKind.Device, "there are no such devices");
        Assert.SkipWhen(OperatingSystem.IsWindows() && kind != FileKind.Regular, "a link to a file is taken for a file, whatever is there");
        string path = PathOf(name);
        File.CreateSymbolicLink(PathOf("link"), path);
        Assert.Equal(kind, new FileAtPath(path).Kind);
        Assert.Equal(kind, new FileAtPath(PathOf("link")).Kind);
    }

    [Fact]
    public void One_file_has_many_names()
    {
        File.WriteAllText(PathOf("other"), "text");
        File.CreateSymbolicLink(PathOf("link"), "file");
        Directory.CreateDirectory(PathOf("inner"));
        Assert.True(Same("file", "file"));
        Assert.True(Same("file", "link"));
        Assert.True(Same("file", "inner/../file"));
        string fromHere = Path.GetRelativePath(Environment.CurrentDirectory, PathOf("file"));
        Assert.True(new FileAtPath(fromHere).IsSameFileAs(new FileAtPath(PathOf("file"))));
        Assert.False(Same("file", "other"));
        Assert.False(Same("file", "missing"));
        Assert.True(Same("missing", "inner/../missing"));
        Assert.False(Same("missing", "missed"));
        Assert.Equal(OperatingSystem.IsWindows(), Same("missing", "Missing"));
        Assert.False(Same("inner", "inner"));
        if (OperatingSystem.IsWindows()) return;
        Process.Start("ln", [PathOf("file"), PathOf("hard")]).WaitForExit();
        Assert.True(Same("file", "hard"));
        Assert.False(Same("/dev/null", "/dev/null"));
    }

    [Fact]
    public void Only_a_regular_file_is_opened()
    {
        using (FileStream file = FileAtPath.OpenRead(PathOf("file"))) Assert.Equal(4, file.Length);
        Assert.Throws<FileNotFoundException>(() => FileAtPath.OpenRead(PathOf("missing")));
        Refused(folder, "a folder");
        if (OperatingSystem.IsWindows()) return;
        Refused("/dev/zero", "a device");
        Process.Start("mkfifo", [PathOf("pipe")]).WaitForExit();
        Refused(PathOf("pipe"), "a pipe"); // and does not wait for a writer

        static void Refused(string path, string kind) => Assert.Equal(
            $"{path}: this is {kind}; only regular files are read", Assert.Throws<IOException>(() => FileAtPath.OpenRead(path)).Message);
    }

    [Fact]
    public void A_file_is_read_by_two_at_once()
    {
        using FileStream one = FileAtPath.OpenRead(PathOf("file")), two = FileAtPath.OpenRead(PathOf("file"));
        Assert.Equal(one.ReadByte(), two.ReadByte());
    }

    private bool Same(string one, string other) => new FileAtPath(PathOf(one)).IsSameFileAs(new FileAtPath(PathOf(other)));

    private string PathOf(string name) => Path.Combine(folder, name);
}
