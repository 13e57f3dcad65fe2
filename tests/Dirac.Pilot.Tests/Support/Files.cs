namespace Dirac.Pilot.Tests.Support;

/// <summary>Waits for what payloads and processes do, with a reason when they do not.</summary>
internal static class Files
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Waits until a payload has written a line to a file.</summary>
    internal static Task<string> AppearAsync(string path) => UntilAsync(
        () => File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } text && text.EndsWith('\n') ? text : null, $"{path} did not appear");

    /// <summary>Waits until a file holds a text; between the looks, something may be done.</summary>
    internal static Task<string> BecomeAsync(string path, string text, Action? between = null) => UntilAsync(
        () =>
        {
            between?.Invoke();
            return File.ReadAllText(path) == text ? text : null;
        },
        $"{path} did not become '{text}'");

    /// <summary>Waits until a process is gone.</summary>
    internal static Task<string> EndAsync(int pid) => UntilAsync(
        () => !File.Exists($"/proc/{pid}/stat") || IsZombie(pid) ? "gone" : null, $"process {pid} still runs");

    /// <summary>Waits until something is so.</summary>
    internal static Task<string> HappenAsync(Func<bool> condition, string reason) => UntilAsync(() => condition() ? "so" : null, reason);

    private static bool IsZombie(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true; // gone between the two looks
        }
    }

    private static async Task<string> UntilAsync(Func<string?> look, string reason)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            while (true)
            {
                if (look() is { } found) return found;
                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(reason);
        }
    }
}
