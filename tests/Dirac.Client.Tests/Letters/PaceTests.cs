using Dirac.Client.Letters;

namespace Dirac.Client.Tests.Letters;

public sealed class PaceTests
{
    private static readonly PollPace Pace = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1));

    [Fact]
    public void Pause_NothingComes_GrowsToTheLongestWithinSeconds()
    {
        var (pause, waited, looks) = (Pace.After(TimeSpan.FromMinutes(1), hasNews: true), TimeSpan.Zero, 0);
        while (pause < Pace.Most)
        {
            (waited, looks) = (waited + pause, looks + 1);
            var next = Pace.After(pause, hasNews: false);
            Assert.True(next > pause);
            pause = next;
        }

        Assert.Equal(Pace.Most, Pace.After(pause, hasNews: false));
        Assert.InRange(waited.TotalSeconds, 1, 3);
        Assert.InRange(looks, 8, 20);
    }

    [Fact]
    public void Pause_SomethingComes_IsTheShortest() => Assert.Equal(Pace.Least, Pace.After(Pace.Most, hasNews: true));

    [Fact]
    public void Silence_Looks_AddUpUntilThereIsNews()
    {
        var silence = Silence.None;
        for (var second = 1; second <= 10; second++) silence = silence.After(TimeSpan.FromSeconds(second), hasNews: false);

        Assert.Equal(TimeSpan.FromSeconds(10), silence.Length);
        Assert.Equal(TimeSpan.Zero, silence.After(TimeSpan.FromSeconds(11), hasNews: true).Length);
    }

    [Fact]
    public void Silence_NobodyLookedForAnHour_CountsLittle() =>
        Assert.InRange(Silence.None.After(TimeSpan.FromHours(1), hasNews: false).Length.TotalSeconds, 1, 5);

    [Fact]
    public void Strays_SeenForLong_AreOldAndThoseThatWentStartAnew()
    {
        var strays = new Strays(TimeSpan.FromSeconds(60));
        for (var second = 0; second < 30; second++) Assert.Empty(strays.After(TimeSpan.FromSeconds(second), ["a", "b"]));
        for (var second = 30; second < 60; second++) Assert.Empty(strays.After(TimeSpan.FromSeconds(second), ["a"]));

        Assert.Equal(["a"], strays.After(TimeSpan.FromSeconds(60), ["a", "b"]));
        for (var second = 61; second < 120; second++) Assert.Empty(strays.After(TimeSpan.FromSeconds(second), ["b", "c"]));
        Assert.Equal(["b"], strays.After(TimeSpan.FromSeconds(120), ["b", "c"]));
    }

    [Fact]
    public void Pilots_SilentForLong_AreDeadOnce()
    {
        var book = new PilotBook(TimeSpan.FromSeconds(90));
        book.After(TimeSpan.Zero, Pilots("one", "two"));
        for (var second = 1; second < 90; second++) Assert.Empty(book.After(TimeSpan.FromSeconds(second), Pilots("two")));

        Assert.Equal(["one"], book.After(TimeSpan.FromSeconds(90), Pilots("two")));
        Assert.Empty(book.After(TimeSpan.FromSeconds(91), Pilots()));
        Assert.Equal((false, true), (book.Has("one"), book.Has("two")));
    }

    private static HashSet<string> Pilots(params string[] pilots) => [.. pilots];
}
