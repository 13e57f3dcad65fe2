using Dirac.Configuration.Master;
using Dirac.Configuration.Trees;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Testing;

namespace Dirac.Configuration.Tests.Master;

public sealed class ConfigurationChangesTests
{
    private const string Alone = "Registry\n{\n  # people\n  Users\n  {\n  }\n}\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_OnTheMaster_IsAVersionOfItsCommitter()
    {
        using var folder = new TempFolder();
        await using var process = await ConfigurationProcess.StartAsync(folder);
        var before = process.Version;

        await process.Get<ConfigurationChanges>().ChangeAsync("boss", AddAnn, Cancellation);

        Assert.NotEqual(before, process.Version);
        Assert.Equal("ann@example.org", process.InForce.GetOption("/Registry/Users/ann/Email"));
        Assert.Equal("boss", process.Get<MasterConfiguration>().Backups.List()[0].Committer);
    }

    [Fact]
    public async Task Change_OnTheMasterThatThrows_ChangesNothing()
    {
        using var folder = new TempFolder();
        await using var process = await ConfigurationProcess.StartAsync(folder);
        var before = process.Version;

        await Assert.ThrowsAsync<DiracException>(() => process.Get<ConfigurationChanges>().ChangeAsync("boss", _ => throw new DiracException(ErrorCode.Conflict, "No."), Cancellation));
        await process.Get<ConfigurationChanges>().ChangeAsync("boss", root => root, Cancellation);

        Assert.Equal(before, process.Version);
    }

    [Fact]
    public async Task Change_WhereOneFileIsAll_IsInTheFileWithItsComments()
    {
        using var folder = new TempFolder();
        await using var process = await ConfigurationProcess.StartAsync(folder, Alone);

        await process.Get<ConfigurationChanges>().ChangeAsync("boss", AddAnn, Cancellation);

        var text = await File.ReadAllTextAsync(folder.File("dirac.cfg"), Cancellation);
        Assert.Equal("ann@example.org", Cfg.Parse(text).GetOption("/Registry/Users/ann/Email"));
        Assert.Contains("# people", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_OnAClient_NamesTheMaster()
    {
        using var folder = new TempFolder();
        var remote = Cfg.Parse("DIRAC\n{\n  Configuration\n  {\n    Name = Test\n    Version = 2026-03-01 10:00:00.000000\n    MasterServer = dips://cs.example.org:9135/Configuration/Server\n  }\n}\n");
        var peers = new FakePeers();
        peers.Trees[ConfigurationProcess.Own] = new ConfigurationTree(remote);
        await using var process = await ConfigurationProcess.StartAsync(folder, $"DIRAC\n{{\n  Configuration\n  {{\n    Servers = {ConfigurationProcess.Own}\n  }}\n}}\n", peers);

        var problem = await Assert.ThrowsAsync<DiracException>(() => process.Get<ConfigurationChanges>().ChangeAsync("boss", AddAnn, Cancellation));

        Assert.Equal(ErrorCode.Conflict, problem.Code);
        Assert.Contains("dips://cs.example.org:9135", problem.Advice, StringComparison.Ordinal);
    }

    private static CfgSection AddAnn(CfgSection root) => root.With("/Registry/Users/ann/Email", "ann@example.org");
}
