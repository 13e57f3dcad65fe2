using Dirac.Hosting.Rpc.Binding;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Testing;
using Dirac.Wire.Values;
using Dirac.Workload.Matching;
using Dirac.Workload.Rpc.Matching;
using Dirac.Workload.Rpc.Pilots;
using Dirac.Workload.Rpc.Sandboxes;

namespace Dirac.Workload.Tests.Rpc;

/// <summary>Whatever a peer sends in the place of an argument is read or refused in words, and nothing else happens.</summary>
public sealed class PilotArgumentFuzzTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Words =
    [
        "", "Any", "Site", "CPUTime", "Tag", "[a, 'b']", "Unknown", "Job:1", "Job:-1", "Job:99999999999999999999", "SB:x|/SandBox/../x", "SB:|", "Input", "../../x", "2026-01-01", "0", "-1",
        "1e400", "\ud800", "\udcff", "x\udc00", "你好", "\0", "v8r0p1-pre3", "True", "None", new('x', 3_000), "[\"a\"", "\"\\ud800\"", "00000000-0000-0000-0000-000000000000", "dips://h/WorkloadManagement/SandboxStore/",
    ];

    private static readonly string[] Keys =
    [
        "Site", "GridCE", "Platform", "JobType", "Tag", "RequiredTag", "CPUTime", "NumberOfProcessors", "MaxRAM", "WholeNode", "OwnerGroup", "Owner", "JobID", "PilotReference", "PilotBenchmark",
        "PilotInfoReportedFlag", "VirtualOrganization", "ReleaseVersion", "Status", "LastUpdateTime", "Job:7",
    ];

    [Fact]
    public void Arguments_OfAnyKind_AreReadOrRefusedInWords()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < Rounds; round++)
        {
            var value = Value(random, 4);
            Try(value, () => Describe(value));
            Try(value, () => EntityNames.Assignments(Dict(random, value)));
            Try(value, () => PilotConditions.Of(Dict(random, value)));
            Try(value, () => PilotConditions.Between("LastUpdateTime", value, value).ToList());
            Try(value, () => PilotSort.Of([value]));
            Try(value, () => (Read<UploadId>(value)?.Format, Read<PilotRefs>(value)?.ToString(), Read<JobId>(value), Read<PilotsToRemove>(value), Read<UploadId>(value)?.Md5));
            Try(value, () => value.Kind == WireKind.Text ? (PilotLogWords.LinesOf(value.AsText())?.Count, PilotLogWords.StampOf(value.AsText()), SandboxPlace.PathOf(value.AsText()), EntityNames.JobOf(value.AsText())) : default);
        }
    }

    private static object? Describe(WireValue value)
    {
        if (Read<PilotResource>(value) is not { } resource) return null;
        var described = resource.Describe();
        MatchCheck.Resource(described, "vo");
        var offer = Offer.From(described, "vo") with { OwnerGroups = resource.Groups, JobTypes = resource.JobTypes, Owner = resource.Owner, OnlyJob = resource.OnlyJob };
        return (MatchPredicate.Explain(offer, Tests.Matching.AKey.With()), PilotVersions.Refusal(CfgSection.Empty, resource), resource.Reference, resource.IsReported, resource.Vo);
    }

    private static T? Read<T>(WireValue value)
        where T : class, IRpcArgument<T> => T.TryRead(value, out var argument) ? argument : null;

    private static void Try(WireValue value, Func<object?> read)
    {
        try
        {
            read();
        }
        catch (DiracException refused)
        {
            Assert.NotEmpty(refused.Message);
        }
        catch (Exception escaped)
        {
            throw new InvalidOperationException($"A {value.Kind}: {(value.Kind == WireKind.Text ? value.AsText() : value.ToString())}", escaped);
        }
    }

    private static WireDict Dict(Random random, WireValue value) => (value.Kind == WireKind.Dict ? value : WireValue.Dict((Word(random), value))).AsDict();

    private static WireValue Value(Random random, int depth) => random.Next(depth > 0 ? 16 : 10) switch
    {
        0 => default,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(-5, 2_000),
        3 => random.NextInt64(long.MinValue, long.MaxValue),
        4 => WireValue.Of(System.Numerics.BigInteger.Pow(10, 30)),
        5 => new[] { 0.5, double.NaN, double.PositiveInfinity, 1e300, -1e300 }[random.Next(5)],
        6 => WireValue.Of(new[] { DateTime.MinValue, DateTime.MaxValue, new DateTime(2026, 1, 1) }[random.Next(3)]),
        7 => WireValue.OfBytes([0xff, 0x00]),
        8 or 9 => Word(random),
        10 or 11 => WireValue.List([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))]),
        12 => WireValue.Tuple(Word(random), Value(random, depth - 1)),
        _ => WireValue.Dict([.. Enumerable.Range(0, random.Next(6)).Select(_ => Keys[random.Next(Keys.Length)]).Distinct().Select(key => ((WireValue)key, Value(random, depth - 1)))]),
    };

    private static WireValue Word(Random random) => Words[random.Next(Words.Length)];
}
