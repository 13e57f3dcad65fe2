using Dirac.Testing;
using Dirac.Workload.Attempts;
using Dirac.Workload.Pilots.BlackHoles;

namespace Dirac.Workload.Tests.Pilots;

public sealed class BlackHoleRuleTests
{
    private static readonly BlackHoleOptions Options = new();

    [Theory]
    [InlineData("N N N N N", 5)]
    [InlineData("N N N N", 0)]
    [InlineData("N N N N N N N", 5)]
    [InlineData("a b a b a", 5)]
    [InlineData("a a a b b", 5)]
    [InlineData("a a a a b", 0)]
    [InlineData("b a a a a a a a a a a a b", 5)]
    [InlineData("b a a a a a a a a a a a a", 0)]
    [InlineData("a a a a a a a a a a a a a", 0)]
    [InlineData("a a a N N", 5)]
    [InlineData("a a a a N", 0)]
    [InlineData("N N + N N N", 0)]
    [InlineData("N N N N N +", 5)]
    [InlineData("+ N N N N N", 0)]
    [InlineData("N N ? N ? N ? N", 5)]
    [InlineData("N N P N N P N", 5)]
    [InlineData("N N n N N N", 0)]
    [InlineData("", 0)]
    public void Judge_Row_Counts(string newestFirst, int counted) => Assert.Equal(counted, BlackHoleRule.Judge(Read(newestFirst), Options).Count);

    [Theory]
    [InlineData(60_000, true)]
    [InlineData(60_001, false)]
    [InlineData(0, true)]
    public void IsQuickFailure_Duration_IsInclusive(long milliseconds, bool quick) =>
        Assert.Equal(quick, BlackHoleRule.IsQuickFailure(new EndedAttempt { Fault = AttemptFault.Node, StartedMs = 5, EndedMs = 5 + milliseconds }, Options));

    [Fact]
    public void Judge_OneOwnersPayloads_NeverMakeABlackHole()
    {
        var seed = TestSeed.Next();
#pragma warning disable CA5394 // Random on purpose, with a seed that is printed.
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var options = new BlackHoleOptions { Failures = random.Next(2, 20) };
            var row = string.Join(' ', Enumerable.Range(0, random.Next(200)).Select(_ => "aaaaa+?Pn"[random.Next(9)]));
            Assert.True(BlackHoleRule.Judge(Read(row), options).Count == 0, $"seed {seed}: {row}");
        }
#pragma warning restore CA5394
    }

    [Fact]
    public void Judge_BlackHole_HasExactlyTheNumberNeededAndNobodyMoreThanHalf()
    {
        var seed = TestSeed.Next();
#pragma warning disable CA5394 // Random on purpose, with a seed that is printed.
        var random = new Random(seed);
        var found = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var options = new BlackHoleOptions { Failures = random.Next(2, 8) };
            var row = Read(string.Join(' ', Enumerable.Range(0, random.Next(40)).Select(_ => "abcabcabcN+?P"[random.Next(13)])));
            var counted = BlackHoleRule.Judge(row, options);
            if (counted.Count == 0) continue;
            found++;
            Assert.Equal(options.Failures, counted.Count);
            Assert.All(
                counted.Where(attempt => attempt.Fault == AttemptFault.Payload).GroupBy(attempt => attempt.Owner),
                owner => Assert.True(owner.Count() <= (options.Failures + 1) / 2, $"seed {seed}"));
            var oldest = row.IndexOf(counted[^1]);
            Assert.DoesNotContain(row.Take(oldest), attempt => attempt.Fault == AttemptFault.None);
        }
#pragma warning restore CA5394

        Assert.True(found > 100, $"seed {seed}: {found}");
    }

    // N: the node failed at once; n: after a while; +: ended well; ?: killed; P: the pilot had to end; other letters: a payload of that owner failed.
    private static List<EndedAttempt> Read(string row) =>
    [
        .. row.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((letter, index) => new EndedAttempt
        {
            JobID = index + 1,
            Owner = letter is "N" or "n" ? "somebody" : letter,
            Fault = letter switch
            {
                "N" or "n" => AttemptFault.Node,
                "+" => AttemptFault.None,
                "?" => AttemptFault.Unknown,
                "P" => AttemptFault.Pilot,
                _ => AttemptFault.Payload,
            },
            StartedMs = 1_000,
            EndedMs = letter == "n" ? 100_000 : 2_000,
        }),
    ];
}
