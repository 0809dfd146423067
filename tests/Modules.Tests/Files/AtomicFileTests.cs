using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Makemore.Modules.Tests;

/// <summary>What is written is whole or not there, and nothing but the file that was meant is touched.</summary>
public sealed class AtomicFileTests : IDisposable
{
    // No process has this number: the largest is 4194304 on Linux.
    private const string Temporary = ".model.999999999-0123abcd.tmp";

    private const uint OrdinaryUser = 1234;

    private readonly string folder = Directory.CreateTempSubdirectory("atomic-").FullName;

    private string Target => PathOf("model");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_new_file_and_then_a_newer_one_are_written_and_nothing_else_is_left()
    {
        Write("one");
        Assert.Equal("one", File.ReadAllText(Target));
        Write("2");
        Assert.Equal("2", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    public void The_permissions_of_the_file_that_is_replaced_are_kept(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, mode);
        Write("new");
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal(mode, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void The_owner_and_the_group_are_kept_by_root()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may give a file away");
        File.WriteAllText(Target, "old");
        Process.Start("chown", ["1234:5678", Target]).WaitForExit();
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.SetGroup);
        Write("new");
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal(("1234", "5678"), OwnerAndGroup(Target));
        Assert.True(File.GetUnixFileMode(Target).HasFlag(UnixFileMode.SetGroup));
    }

    [Fact]
    public void The_group_is_kept_by_others_if_it_is_theirs_and_the_owner_is_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root may give files to two users");
        File.WriteAllText(Target, "old");
        Process.Start("chown", ["4321", Target]).WaitForExit(); // the group stays that of this process
        Process.Start("chmod", ["666", Target]).WaitForExit();
        Process.Start("chgrp", ["5678", folder]).WaitForExit();
        Process.Start("chmod", ["2777", folder]).WaitForExit(); // 2: whatever is made in the folder begins with the folder's group
        string group = OwnerAndGroup(Target).Group;
        WithoutRoot(() => Write("new"));
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal(($"{OrdinaryUser}", group), OwnerAndGroup(Target));
    }

    [Fact]
    public void A_link_stays_and_what_it_leads_to_is_replaced_where_it_is()
    {
        string real = Path.Combine(Directory.CreateDirectory(PathOf("elsewhere")).FullName, "real");
        File.WriteAllText(real, "old");
        File.CreateSymbolicLink(PathOf("middle"), Path.Combine("elsewhere", "real"));
        File.CreateSymbolicLink(Target, "middle");
        Write("new");
        Assert.Equal("new", File.ReadAllText(real));
        Assert.Equal("middle", new FileInfo(Target).LinkTarget);
        Assert.Equal([real], Directory.GetFiles(PathOf("elsewhere")));

        AtomicFile.Write(Path.GetRelativePath(Environment.CurrentDirectory, Target), "newer"u8);
        Assert.Equal("newer", File.ReadAllText(real));
    }

    [Fact]
    public void A_link_to_a_file_that_is_not_there_makes_it()
    {
        File.CreateSymbolicLink(Target, "later");
        Write("new");
        Assert.Equal("new", File.ReadAllText(PathOf("later")));
        Assert.Equal("later", new FileInfo(Target).LinkTarget);
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(Target, "round");
        File.CreateSymbolicLink(PathOf("round"), "model");
        Refused<IOException>();
        Assert.Equal(2, Directory.GetFileSystemEntries(folder).Length);
        File.Delete(Target);
        File.CreateSymbolicLink(Target, "model");
        Refused<IOException>();
    }

    [Fact]
    public void A_folder_is_refused()
    {
        Directory.CreateDirectory(Target);
        Assert.Contains("this is a folder", Refused<IOException>());
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_device_is_written_to_and_stays_a_device()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "there is no /dev/null");
        File.CreateSymbolicLink(Target, "/dev/null");
        foreach (string path in new[] { "/dev/null", Target })
        {
            AtomicFile.CheckWritable(path);
            AtomicFile.Write(path, "text"u8);
        }

        Assert.Equal(FileKind.Device, new FileAtPath("/dev/null").Kind);
        Assert.Equal("/dev/null", new FileInfo(Target).LinkTarget);
    }

    [Fact]
    public void A_full_device_is_found_before_the_work()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        Assert.Contains("full", Assert.Throws<IOException>(() => AtomicFile.CheckWritable("/dev/full")).Message);
        Assert.Throws<IOException>(() => AtomicFile.Write("/dev/full", "text"u8));
    }

    [Fact]
    public void A_pipe_that_nobody_reads_is_refused_and_does_not_wait()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no mkfifo");
        Process.Start("mkfifo", [Target]).WaitForExit();
        Assert.Contains("this is a pipe", Refused<IOException>());
        Assert.Equal(FileKind.Pipe, new FileAtPath(Target).Kind);
    }

    [Fact]
    public void A_pipe_that_is_open_is_written_to_and_stays_open()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a pipe that is open has no path");
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        string path = $"/dev/fd/{reader.GetClientHandleAsString()}";
        AtomicFile.CheckWritable(path);
        AtomicFile.Write(path, "one "u8);
        AtomicFile.Write(path, "two"u8);
        reader.DisposeLocalCopyOfClientHandle();
        Assert.Equal("one two", new StreamReader(reader).ReadToEnd());
    }

    [Fact]
    public void A_file_that_is_open_is_not_replaced_behind_the_back_of_who_writes_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a file that is open has no second path");
        using FileStream open = File.Create(PathOf("log"));
        string path = $"/dev/fd/{open.SafeFileHandle.DangerousGetHandle()}";
        Assert.Contains("open already", Assert.Throws<IOException>(() => AtomicFile.CheckWritable(path)).Message);
        Assert.Contains("open already", Assert.Throws<IOException>(() => AtomicFile.Write(path, "text"u8)).Message);
        Assert.Equal(0, open.Length);
    }

    [Theory]
    [InlineData(Temporary, true)]
    [InlineData(".model.999999999-0123abcg.tmp", false)]
    [InlineData(".model.999999999-0123ABCD.tmp", false)]
    [InlineData(".model.999999999-0123abcd1.tmp", false)]
    [InlineData(".model.999999999-0123abc.tmp", false)]
    [InlineData(".model.9999999999-0123abcd.tmp", false)]
    [InlineData(".model.-0123abcd.tmp", false)]
    [InlineData(".models.999999999-0123abcd.tmp", false)]
    [InlineData("model.999999999-0123abcd.tmp", false)]
    [InlineData("..model.999999999-0123abcd.tmp", false)]
    [InlineData(".model.999999999-0123abcd.temp", false)]
    [InlineData(".model.999999999-0123abcd.tmp\n", false)]
    [InlineData("model.tmp", false)]
    public void What_a_killed_run_left_is_removed_by_the_next_and_nothing_else_is(string file, bool isRemoved)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && file.Contains('\n'), "a file cannot have such a name");
        File.WriteAllText(PathOf(file), "half");
        AtomicFile.CheckWritable(Target);
        Assert.Equal(!isRemoved, File.Exists(PathOf(file)));
        File.WriteAllText(PathOf(file), "half");
        Write("new");
        Assert.Equal(!isRemoved, File.Exists(PathOf(file)));
    }

    [Fact]
    public void What_a_run_leaves_has_a_name_that_the_next_run_knows()
    {
        Exception full = Assert.Throws<IOException>(() => AtomicFile.CheckWritable(Target, length: 1L << 60)).InnerException!;
        string name = Regex.Match(full.Message, @"\.model\.[0-9]+-.*\.tmp").Value;
        string leftover = PathOf(name.Replace($"{Environment.ProcessId}-", "999999999-", StringComparison.Ordinal));
        File.WriteAllText(leftover, "half");
        Write("new");
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public void A_link_or_a_folder_that_is_called_like_a_leftover_stays()
    {
        File.WriteAllText(PathOf("other"), "other");
        File.CreateSymbolicLink(PathOf(Temporary), "other");
        Directory.CreateDirectory(PathOf(".model.999999999-00000000.tmp"));
        Write("new");
        Assert.Equal("other", File.ReadAllText(PathOf(Temporary)));
        Assert.True(Directory.Exists(PathOf(".model.999999999-00000000.tmp")));
    }

    [Fact]
    public void The_temporary_file_of_a_run_that_is_alive_stays()
    {
        string file = PathOf($".model.{Environment.ProcessId}-0123abcd.tmp");
        File.WriteAllText(file, "half");
        Write("new");
        Assert.True(File.Exists(file));

        // It may have been written as soon as the process began.
        using var process = Process.GetCurrentProcess();
        File.SetLastWriteTime(file, process.StartTime);
        Write("newer");
        Assert.True(File.Exists(file));

        // Older than this process, it is of another one that had the same number.
        File.SetLastWriteTime(file, DateTime.Now.AddDays(-1));
        Write("newest");
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Many_that_write_one_file_at_once_all_succeed_and_it_is_always_whole()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a file that somebody has open cannot be replaced");
        string[] texts = [.. Enumerable.Range(0, 8).Select(writer => new string((char)('a' + writer), 10_000))];
        Write(texts[0]);
        Parallel.For(0, 8 * 25, turn =>
        {
            Write(texts[turn % 8]);
            Assert.Contains(File.ReadAllText(Target), texts);
        });
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData(255, "n")]
    [InlineData(63, "𐐨")]
    public void The_longest_name_that_a_file_may_have_is_written(int characters, string character)
    {
        string path = PathOf(string.Concat(Enumerable.Repeat(character, characters)));
        AtomicFile.CheckWritable(path);
        AtomicFile.Write(path, "text"u8);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_longer_name_is_found_before_the_work()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is another exception");
        string path = PathOf(new string('n', 256));
        Assert.Contains("too long", Assert.Throws<PathTooLongException>(() => AtomicFile.CheckWritable(path)).Message);
        Assert.Contains("too long", Assert.Throws<PathTooLongException>(() => AtomicFile.Write(path, [])).Message);
    }

    [Fact]
    public void To_ask_whether_a_file_can_be_written_changes_nothing()
    {
        AtomicFile.CheckWritable(Target);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        File.WriteAllText(Target, "old");
        AtomicFile.CheckWritable(Target);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_disk_without_room_for_the_file_is_found_before_the_work()
    {
        AtomicFile.CheckWritable(Target, length: 1_000_000);
        string message = Assert.Throws<IOException>(() => AtomicFile.CheckWritable(Target, length: 1L << 60)).Message;
        Assert.StartsWith($"{Target}: ", message);
        Assert.DoesNotContain(".tmp", message);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_missing_directory_is_named()
    {
        string path = Path.Combine(folder, "missing", "model");
        string message = $"{path}: its directory does not exist; make it first";
        Assert.Equal(message, Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.CheckWritable(path)).Message);
        Assert.Equal(message, Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(path, [])).Message);
    }

    [Fact]
    public void What_may_not_be_written_is_found_before_the_work_and_stays()
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, UnixFileMode.UserRead);
        GiveFolderAway();
        WithoutRoot(() => Refused<UnauthorizedAccessException>());
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        WithFolder(UnixFileMode.UserRead | UnixFileMode.UserExecute, () => Refused<UnauthorizedAccessException>());
        Assert.Equal("old", File.ReadAllText(Target));
    }

    [Fact]
    public void A_folder_that_may_be_written_and_not_listed_is_enough()
    {
        if (OperatingSystem.IsWindows()) return;
        GiveFolderAway();
        WithFolder(UnixFileMode.UserWrite | UnixFileMode.UserExecute, () => Write("new"));
        Assert.Equal("new", File.ReadAllText(Target));
    }

    // Linux keeps a user for each thread, whom alone it asks about files. The C library sets it with a return value that tells nothing.
    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetUserOfThread(uint user);

    // As who may not do everything. Root becomes another user for it, on a thread that ends then.
    private static void WithoutRoot(Action act)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            act();
            return;
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "root may write everywhere");
        Exception? exception = null;
        var thread = new Thread(() =>
        {
            _ = SetUserOfThread(OrdinaryUser);
            exception = Record.Exception(act);
        });
        thread.Start();
        thread.Join();
        if (exception is not null) ExceptionDispatchInfo.Throw(exception);
    }

    [UnsupportedOSPlatform("windows")]
    private void WithFolder(UnixFileMode mode, Action act)
    {
        UnixFileMode before = File.GetUnixFileMode(folder);
        File.SetUnixFileMode(folder, mode);
        try
        {
            WithoutRoot(act);
        }
        finally
        {
            File.SetUnixFileMode(folder, before);
        }
    }

    private void GiveFolderAway()
    {
        if (Environment.IsPrivilegedProcess) Process.Start("chown", ["-R", $"{OrdinaryUser}", folder]).WaitForExit();
    }

    private static (string Owner, string Group) OwnerAndGroup(string path)
    {
        using var ls = Process.Start(new ProcessStartInfo("ls", ["-ln", path]) { RedirectStandardOutput = true })!;
        string[] columns = ls.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (columns[2], columns[3]);
    }

    private string PathOf(string file) => Path.Combine(folder, file);

    private void Write(string text) => AtomicFile.Write(Target, System.Text.Encoding.UTF8.GetBytes(text));

    // Asking and writing are refused with the same message.
    private string Refused<T>() where T : Exception
    {
        string before = Assert.Throws<T>(() => AtomicFile.CheckWritable(Target)).Message;
        Assert.Equal(before, Assert.Throws<T>(() => Write("new")).Message);
        return before;
    }
}
