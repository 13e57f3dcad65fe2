using System.IO.Compression;
using Dirac.Configuration.Master;
using Dirac.Configuration.Trees;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Testing;
using Dirac.Wire.Values;

namespace Dirac.Configuration.Tests.Master;

public sealed class MasterFilesTests
{
    private const string PythonVersion = "2024-10-17 13:41:46.123456";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Golden => Path.Combine(AppContext.BaseDirectory, "Golden", "python-backup.zip");

    [Fact]
    public async Task Start_OnTheFilesOfAPythonMaster_GoesOnFromThem()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("csbackup/2024/10"));
        var backup = folder.File($"csbackup/2024/10/Golden.ann@{PythonVersion}.zip");
        File.Copy(Golden, backup);
        using (var archive = await ZipFile.OpenReadAsync(backup, Cancellation)) await archive.Entries[0].ExtractToFileAsync(folder.File("Golden.cfg"), Cancellation);
        await using var master = await ConfigurationProcess.StartAsync(folder, ConfigurationProcess.MasterFile.Replace("Name = Test", "Name = Golden", StringComparison.Ordinal));

        Assert.Equal(PythonVersion, master.Version);
        Assert.Equal("/O=Grid/CN=Ann Müller", master.InForce.GetOption("/Registry/Users/ann/DN"));
        var contents = (await master.CallAsync("getVersionContents", WireValue.List(PythonVersion))).Value.AsList().Span[0];
        Assert.Equal(await File.ReadAllTextAsync(folder.File("Golden.cfg"), Cancellation), CompressedCfg.Unpack(contents.AsBytes().ToArray()));

        // A committer who began with the Python master's version is merged.
        var began = master.Get<ServedConfiguration>().Current.Root;
        Assert.True((await master.CommitAsync(began.With("/Registry/Users/bob/DN", "b"))).IsOk);
        Assert.True((await master.CommitAsync(began.With("/Registry/Users/cleo/DN", "c"))).IsOk);
        Assert.Equal(["ann", "bob", "cleo"], master.InForce.SectionNames("/Registry/Users").Order());
    }

    [Fact]
    public void Backup_OfOurs_HasTheNamesPythonGives()
    {
        using var folder = new TempFolder();
        var backups = new Backups(folder.File("csbackup"), "Golden");
        using var python = ZipFile.OpenRead(Golden);
        var tree = new ConfigurationTree(Cfg.Parse(Backups.Read(new Backup(Golden, "ann", PythonVersion))));

        backups.Keep(tree, "ann", new DateTimeOffset(2024, 10, 17, 13, 41, 46, TimeSpan.Zero));

        using var ours = ZipFile.OpenRead(folder.File($"csbackup/2024/10/Golden.ann@{PythonVersion}.zip"));
        Assert.Equal(python.Entries.Select(entry => entry.FullName), ours.Entries.Select(entry => entry.FullName));
        Assert.Equal(Backups.Read(new Backup(Golden, "", "")), Backups.Read(backups.Find(PythonVersion)!));
    }

    [Theory]
    [InlineData("Test.ann@2024-10-17 13:41:46.zip", "ann", "2024-10-17 13:41:46")]
    [InlineData("Test.a.b@dirac_admin@2024-10-17 13:41:46.123456.zip", "a.b@dirac_admin", "2024-10-17 13:41:46.123456")]
    [InlineData("Test.@.zip", "", "")]
    [InlineData("Test2.ann@1.zip", null, null)]
    [InlineData("Test.zip", null, null)]
    [InlineData("Test..zip", null, null)]
    [InlineData("Test.ann.zip", null, null)]
    [InlineData("Test.ann@1.zip.new", null, null)]
    public void Backup_FileName_IsUnderstoodOrLeftAlone(string file, string? committer, string? version)
    {
        var backup = Backup.Read($"/x/{file}", "Test");

        Assert.Equal((committer, version), (backup?.Committer, backup?.Version));
    }

    [Fact]
    public async Task Rollback_ToABackupThatIsABomb_IsRefused()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        await using (var file = File.Create(folder.File("csbackup/2026/03/Test.eve@bomb.zip")))
        await using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        await using (var member = await archive.CreateEntry("x").OpenAsync(Cancellation))
            await member.WriteAsync(new byte[CompressedCfg.MaxUnpacked + 1], Cancellation);
        await File.WriteAllTextAsync(folder.File("csbackup/2026/03/Test.eve@broken.zip"), "no archive", Cancellation);

        Assert.StartsWith("Unpacked, the configuration has more than", (await master.CallAsync("rollbackToVersion", "bomb")).Message, StringComparison.Ordinal);
        Assert.StartsWith("The backup of version broken cannot be read", (await master.CallAsync("rollbackToVersion", "broken")).Message, StringComparison.Ordinal);
        Assert.StartsWith("AutoMerge failed: Could not load original committer's version:", (await master.CommitAsync(tree => tree.With("/DIRAC/Configuration/Version", "broken"))).Message, StringComparison.Ordinal);
        Assert.Equal(0, master.Log.Count(5400));
    }

    [Fact]
    public void Read_ArchivesByChance_ThrowNothingElse()
    {
        using var folder = new TempFolder();
        var whole = File.ReadAllBytes(Golden);
        var random = new Random(TestSeed.Next());
        var backup = new Backup(folder.File("a.zip"), "ann", "1");
        for (var round = 0; round < 2000; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var change = random.Next(1, 5); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(backup.Path, random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                _ = Backups.Read(backup);
            }
            catch (DiracException problem)
            {
                Assert.True(problem.Code is ErrorCode.BadConfiguration or ErrorCode.BadRequest or ErrorCode.TooLarge, problem.Message);
            }
        }
    }

    [Fact]
    public async Task Commit_ThatCannotBeWritten_ChangesNothing()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        var (before, text) = (master.Version, await File.ReadAllTextAsync(folder.File("Test.cfg"), Cancellation));
        // The temporary file cannot be made, as on a full disk.
        Directory.CreateDirectory(folder.File("Test.cfg.new"));

        var reply = await master.CommitAsync(tree => tree.With("/A", "1"));
        Directory.Delete(folder.File("Test.cfg.new"));
        Assert.Equal((before, null), (master.Version, master.InForce.GetOption("/A")));
        var again = await master.CommitAsync(tree => tree.With("/A", "2"));

        Assert.StartsWith($"Can't write cs file {folder.File("Test.cfg")}!: ", reply.Message, StringComparison.Ordinal);
        Assert.Equal(1, master.Log.Count(5501));
        Assert.True(again.IsOk, again.Message);
        Assert.Equal("2", master.InForce.GetOption("/A"));
        Assert.NotEqual(before, master.Version);
        Assert.DoesNotContain("A = 1", text + await File.ReadAllTextAsync(folder.File("Test.cfg"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AfterADeathWhileWriting_HasTheOldTreeAndWritesOn()
    {
        using var folder = new TempFolder();
        string version;
        await using (var master = await ConfigurationProcess.StartAsync(folder))
        {
            await master.CommitAsync(tree => tree.With("/S/A", "1"));
            version = master.Version;
        }

        // What a process leaves that died before the renaming, and one that died before the backup.
        await File.WriteAllTextAsync(folder.File("Test.cfg.new"), "DIRAC\n{\n", Cancellation);
        File.Delete(folder.File($"csbackup/2026/03/Test.ann@{version}.zip"));
        await using var next = await ConfigurationProcess.StartAsync(folder);

        Assert.Equal((version, "1"), (next.Version, next.InForce.GetOption("/S/A")));
        Assert.True((await next.CommitAsync(tree => tree.With("/S/A", "2"))).IsOk);
        Assert.True((await next.CommitAsync(tree => tree.With("/DIRAC/Configuration/Version", version).With("/S/A", "1").With("/B/c", "3"))).IsOk);
        Assert.Equal(("2", "3"), (next.InForce.GetOption("/S/A"), next.InForce.GetOption("/B/c")));
        Assert.False(File.Exists(folder.File("Test.cfg.new")));
    }

    [Fact]
    public async Task Commit_BackupThatCannotBeWritten_StandsAllTheSame()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        Directory.Delete(folder.File("csbackup"), recursive: true);
        await File.WriteAllTextAsync(folder.File("csbackup"), "in the way", Cancellation);

        Assert.True((await master.CommitAsync(tree => tree.With("/A", "1"))).IsOk);
        Assert.Equal("1", master.InForce.GetOption("/A"));
        Assert.Equal(1, master.Log.Count(5502));
    }

    [Fact]
    public async Task Commit_TwentyAtOnce_AllAreInAndNoVersionIsLost()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        await master.CommitAsync(tree => tree.With("/Registry/Users/ann/DN", "a"));
        var began = master.Get<ServedConfiguration>().Current.Root;

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => master.CommitAsync(began.With($"/Registry/Users/u{number:00}/DN", $"{number}")), Cancellation)));

        Assert.All(replies, reply => Assert.True(reply.IsOk, reply.Message));
        Assert.Equal(21, master.InForce.SectionNames("/Registry/Users").Count);
        var versions = master.Get<MasterConfiguration>().Backups.List().Select(backup => backup.Version).ToList();
        Assert.Equal((22, 22), (versions.Count, versions.Distinct().Count()));
        Assert.Equal(Cfg.Write(master.Get<ServedConfiguration>().Current.Root), await File.ReadAllTextAsync(folder.File("Test.cfg"), Cancellation));
    }

    [Fact]
    public async Task Start_ASecondMasterOfTheSameFiles_IsRefusedWithAdvice()
    {
        using var folder = new TempFolder();
        await using var first = await ConfigurationProcess.StartAsync(folder);

        var refused = await Assert.ThrowsAsync<DiracException>(() => ConfigurationProcess.StartAsync(folder));

        Assert.Contains("A configuration has one master process.", refused.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name = dirac", "is given with --config")]
    [InlineData("Name = ../x", "cannot be the name of a configuration")]
    [InlineData("Name = ", "has no name")]
    public async Task Start_NameThatCannotBe_IsRefused(string name, string problem)
    {
        using var folder = new TempFolder();

        var refused = await Assert.ThrowsAsync<DiracException>(
            () => ConfigurationProcess.StartAsync(folder, ConfigurationProcess.MasterFile.Replace("Name = Test", name, StringComparison.Ordinal)));

        Assert.Equal(ErrorCode.BadConfiguration, refused.Code);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BrokenTree_IsRefusedAndLeftAlone()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("Test.cfg"), "DIRAC\n{\n", Cancellation);

        var refused = await Assert.ThrowsAsync<DiracException>(() => ConfigurationProcess.StartAsync(folder));

        Assert.Contains("put the newest version from", refused.Advice, StringComparison.Ordinal);
        Assert.Equal("DIRAC\n{\n", await File.ReadAllTextAsync(folder.File("Test.cfg"), Cancellation));
    }

    [Fact]
    public async Task Start_Again_ChangesNothing()
    {
        using var folder = new TempFolder();
        await using (await ConfigurationProcess.StartAsync(folder))
        {
        }

        var text = await File.ReadAllTextAsync(folder.File("Test.cfg"), Cancellation);
        await using var again = await ConfigurationProcess.StartAsync(folder);

        Assert.Equal(text, await File.ReadAllTextAsync(folder.File("Test.cfg"), Cancellation));
        Assert.Equal(ConfigurationProcess.Own, again.InForce.GetOption("/DIRAC/Configuration/Servers"));
    }

    [Fact]
    public async Task Start_FileEditedByHand_IsANewVersion()
    {
        using var folder = new TempFolder();
        string version;
        await using (var master = await ConfigurationProcess.StartAsync(folder)) version = master.Version;
        await File.AppendAllTextAsync(folder.File("Test.cfg"), "Byhand\n{\n A = 1\n}\n", Cancellation);

        await using var next = await ConfigurationProcess.StartAsync(folder);

        Assert.True(ConfigurationVersion.IsNewer(next.Version, version));
        Assert.Equal("1", next.InForce.GetOption("/Byhand/A"));
        Assert.Equal(2, (await next.CallAsync("getCommitHistory")).Value.AsList().Length);
    }

    [Fact]
    public void Write_KeepsTheModeOfTheFile()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("a"), "old");
        File.SetUnixFileMode(folder.File("a"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        DurableFile.Write(folder.File("a"), "new"u8);
        DurableFile.Write(folder.File("b"), "new"u8);

        Assert.Equal("new", File.ReadAllText(folder.File("a")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, File.GetUnixFileMode(folder.File("a")));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder.File("b")) & (UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
    }
}
