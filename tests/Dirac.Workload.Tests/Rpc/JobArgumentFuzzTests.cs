using Dirac.Hosting.Rpc.Binding;
using Dirac.Model.Errors;
using Dirac.Testing;
using Dirac.Wire.Values;
using Dirac.Workload.Rpc.Arguments;

namespace Dirac.Workload.Tests.Rpc;

/// <summary>Whatever comes as an argument is read, or refused with a sentence.</summary>
public sealed class JobArgumentFuzzTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Words =
    [
        "", "1", "-7", "99999999999999999999", "1,2", "x", "2026-01-02 03:04:05.123456", "9999-12-31", "0001-01-01", "Status", "Done", "Nonsense", "FromDate", "LastUpdate",
        "ToDate", "PilotJobReference", "Source", "MinorStatus", "\0", "\ud800", "é😀", "None", "LastUpdateTime", "JobID",
    ];

    private static readonly Action<WireValue>[] Readers =
    [
        value => JobIds.TryRead(value, out _),
        value => JobId.TryRead(value, out _),
        value => AnyJobs.TryRead(value, out _),
        value => Names.Read(value),
        value => Names.Columns(value),
        value => JobConditions.Read(value, WireValue.Null, WireValue.Null),
        value => JobConditions.Read(WireValue.Null, value, value),
        value => ParameterPairs.Pair(value),
        value => PythonText.Of(value),
        value => StatusUpdates.Time(value),
        value => { if (value.Kind == WireKind.Dict) StatusUpdates.Read(value.AsDict()); },
        value => { if (value.Kind == WireKind.Dict) ParameterPairs.Texts(value.AsDict()); },
        value => { if (value.Kind == WireKind.List) ParameterPairs.Read(value.AsList().ToArray()); },
    ];

    [Fact]
    public void Readers_OfAnything_ReadItOrSayWhyNot()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < Rounds; round++)
        {
            var value = Any(random, 3);
            foreach (var read in Readers)
            {
                var error = Record.Exception(() => read(value));
                Assert.True(error is null or DiracException { Message.Length: > 0 }, $"{Shown(value)}: {error}");
            }
        }
    }

    private static WireValue Any(Random random, int depth) => random.Next(depth > 0 ? 11 : 8) switch
    {
        0 => WireValue.Null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(),
        3 => random.NextDouble() * 1e300,
        4 => double.NaN,
        5 => WireValue.Of(new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), DateTimeKind.Utc)),
        6 or 7 => Words[random.Next(Words.Length)],
        8 => WireValue.List([.. Many(random, depth)]),
        9 => WireValue.Tuple([.. Many(random, depth)]),
        _ => WireValue.Dict([.. Words.OrderBy(_ => random.Next()).Take(random.Next(4)).Select(key => ((WireValue)key, Any(random, depth - 1)))]),
    };

    private static List<WireValue> Many(Random random, int depth) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth - 1))];

    private static string Shown(WireValue value) => value.Kind is WireKind.List or WireKind.Tuple
        ? $"({string.Join(", ", value.AsList().ToArray().Select(Shown))})"
        : value.Kind == WireKind.Dict ? $"{{{string.Join(", ", value.AsDict().Keys.Count)}}}" : value.ToString();
}
