namespace Dirac.Workload.Tests.Support;

/// <summary>Waits for what other parts of the process bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Looks again and again until what it finds is as it shall be.</summary>
    public static async Task<T> SeeAsync<T>(Func<Task<T>> lookAsync, Func<T, bool> isRight, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await lookAsync();
            if (isRight(seen)) return seen;
            if (TimeProvider.System.GetElapsedTime(begun) > Longest) Assert.Fail($"{what} did not come about within {Longest}; last seen: {seen}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
