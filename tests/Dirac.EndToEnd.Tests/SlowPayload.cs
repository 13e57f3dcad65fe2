namespace Dirac.EndToEnd.Tests;

/// <summary>A payload that runs until it is told to end, and shows how often and where it was started.</summary>
/// <param name="path">Begins the names of its files; nodes see them too.</param>
internal sealed class SlowPayload(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What it does.</summary>
    public string Script => $"echo $$ >>{Pids}\nwhile [ ! -f {path}.end ]; do sleep 0.1; done\nseq 1000 >out\n";

    /// <summary>What it leaves in its file "out".</summary>
    public string Output { get; } = string.Concat(Enumerable.Range(1, 1000).Select(number => $"{number}\n"));

    /// <summary>How often it was started.</summary>
    public int Starts => File.ReadAllLines(Pids).Length;

    private string Pids => $"{path}.pids";

    /// <summary>Waits until it runs.</summary>
    public Task StartedAsync() => Site.UntilAsync(() => Task.FromResult(File.Exists(Pids) && new FileInfo(Pids).Length > 1), Patience, () => "The payload did not start.");

    /// <summary>Lets it end.</summary>
    public void MayEnd() => File.WriteAllText($"{path}.end", "");

    /// <summary>Lets it end, and waits for that.</summary>
    public async Task EndAsync()
    {
        MayEnd();
        await GoneAsync();
    }

    /// <summary>Waits until it does not run any more.</summary>
    public async Task GoneAsync()
    {
        var last = (await File.ReadAllLinesAsync(Pids, Token))[^1];
        await Site.UntilAsync(() => Task.FromResult(!Directory.Exists($"/proc/{last}")), Patience, () => $"The payload {last} does not end.");
    }
}
