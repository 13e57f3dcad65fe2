using Dirac.Model.Api;
using Dirac.Model.Data;
using Dirac.Persistence;
using Dirac.Workload.Pilots;
using Dirac.Workload.Sandboxes;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Stores;

public sealed class SandboxAndPilotStoreSqlite(Support.Stores stores) : SandboxAndPilotStoreContract(stores, Engine.Sqlite);

public sealed class SandboxAndPilotStoreMySql(Support.Stores stores) : SandboxAndPilotStoreContract(stores, Engine.MySql);

public abstract class SandboxAndPilotStoreContract(Support.Stores stores, Engine engine) : StoreContract(stores, engine)
{
    private readonly string _se = Unique.Name("SE");
    private readonly string _stamp = Unique.Name("stamp");

    [Fact]
    public async Task Add_Twice_IsOneSandboxOfOneOwner()
    {
        var first = await AddAsync('a');
        var again = await AddAsync('a');
        var other = await AddAsync('b');

        Assert.Equal(first.SBId, again.SBId);
        Assert.Equal(("ann", "demo_user", "demo", 7L), (first.Owner, first.OwnerGroup, first.VO, first.Bytes));
        Assert.NotEqual(first.SBId, other.SBId);
    }

    [Fact]
    public async Task Unused_NeverAssignedAndOldOrNoLongerAssigned()
    {
        var (fresh, old, used, released) = (await AddAsync('a'), await AddAsync('b', Now.AddDays(-20)), await AddAsync('c', Now.AddDays(-20)), await AddAsync('d'));
        foreach (var sandbox in new[] { used, released })
        {
            for (var time = 0; time < 2; time++)
                await WriteAsync("SandboxMetadataDB", (session, token) => SandboxStore.AssignManyAsync(session, [(sandbox.SBId, $"Job:{sandbox.SBId}{_se}")], "Input", token));
        }

        await WriteAsync("SandboxMetadataDB", (session, token) => SandboxStore.UnassignAsync(session, [$"Job:{released.SBId}{_se}"], token));

        var unused = await ReadAsync("SandboxMetadataDB", (session, token) => SandboxStore.UnusedAsync(session, _se, 0, long.MaxValue, Now.AddDays(-15), Now.AddSeconds(1), token));

        Assert.Equal([old.SBId, released.SBId], unused.Select(sandbox => sandbox.SBId));
        Assert.False(await WriteAsync("SandboxMetadataDB", (session, token) => SandboxStore.DeleteUnusedAsync(session, used.SBId, Now.AddSeconds(1), token)));
        Assert.True(await WriteAsync("SandboxMetadataDB", (session, token) => SandboxStore.DeleteUnusedAsync(session, old.SBId, Now.AddSeconds(1), token)));
        Assert.Single(await ReadAsync("SandboxMetadataDB", (session, token) => SandboxStore.OfEntityAsync(session, $"Job:{used.SBId}{_se}", "Input", token)));
        Assert.True(fresh.SBId > 0);
    }

    [Fact]
    public async Task Secret_HasItsUsesAndItsTime()
    {
        var hash = _stamp.PadRight(64, '0');
        var request = new PilotSecretRequest("demo", "S", 2);
        await WriteAsync("PilotAgentsDB", (session, token) => PilotStore.AddSecretAsync(session, hash, request, "ann", 1_000, token));

        Assert.Null(await UseAsync(hash, 1_000));
        Assert.Null(await UseAsync(new string('f', 64), 0));
        var uses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => UseAsync(hash, 999)));

        Assert.Equal(2, uses.Count(use => use is { VO: "demo", Site: "S" }));
    }

    [Fact]
    public async Task Match_IsNotedAndChangesOnlyAPilotThatHasNotEnded()
    {
        await WriteAsync("PilotAgentsDB", (session, token) => PilotStore.AddAsync(session, new PilotRegistration(_stamp, "demo"), Now, token));
        await NoteAsync(5);
        var running = await FindAsync();
        await WriteAsync("PilotAgentsDB", (session, token) => PilotStore.UpdateAsync(session, "demo", _stamp, new PilotMetadata { Status = "Done" }, Now, token));
        await NoteAsync(6);

        Assert.Equal(("Running", "Done"), (running!.Status, (await FindAsync())!.Status));
        Assert.Equal(2, await CountAsync("PilotAgentsDB", "JobToPilotMapping", $"PilotID = {running.PilotID}"));
        Assert.Equal(1, await CountAsync("PilotAgentsDB", "PilotAgents", $"PilotStamp = '{_stamp}' AND CurrentJobID = 6 AND DestinationSite = 'ce' AND PilotJobReference = '{_stamp}'"));
        Assert.False(await WriteAsync("PilotAgentsDB", (session, token) => PilotStore.UpdateAsync(session, "demo", "nobody", new PilotMetadata(), Now, token)));
    }

    private Task<PilotRow?> FindAsync() => ReadAsync("PilotAgentsDB", (session, token) => PilotStore.FindAsync(session, "demo", _stamp, token));

    private Task NoteAsync(long job) => WriteAsync("PilotAgentsDB", (session, token) => PilotStore.NoteMatchAsync(session, new PilotMatched(_stamp, job, "ce", 12.5, Now, "demo"), token));

    private Task<PilotSecretRow?> UseAsync(string hash, long nowMs) => WriteAsync("PilotAgentsDB", (session, token) => PilotStore.UseSecretAsync(session, hash, "anybody", nowMs, token));

    private async Task<SandboxRow> AddAsync(char digit, DateTime? time = null)
    {
        var content = new SandboxContent("b", "demo", "demo_user", "ann", new string(digit, 64), "tar.zst");
        var name = SandboxName.For(_se, content);
        await WriteAsync("SandboxMetadataDB", (session, token) => SandboxStore.AddAsync(session, name, content, 7, time ?? Now, token));
        return (await ReadAsync("SandboxMetadataDB", (session, token) => SandboxStore.FindAsync(session, name, token)))!;
    }
}
