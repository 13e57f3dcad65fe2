namespace Dirac.Resources.Tests.Support;

/// <summary>Waits for what other programs bring about.</summary>
internal static class Eventually
{
    public static async Task<T> SeeAsync<T>(Func<Task<T>> lookAsync, Func<T, bool> isRight, string what, int seconds = 30)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await lookAsync();
            if (isRight(seen)) return seen;
            if (TimeProvider.System.GetElapsedTime(begun).TotalSeconds > seconds) Assert.Fail($"{what} did not come about within {seconds} s; last seen: {seen}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
