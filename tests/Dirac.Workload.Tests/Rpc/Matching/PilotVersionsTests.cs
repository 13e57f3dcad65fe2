using Dirac.Model.Configuration;
using Dirac.Wire.Values;
using Dirac.Workload.Rpc.Matching;

namespace Dirac.Workload.Tests.Rpc.Matching;

/// <summary>Which versions of pilots are taken.</summary>
public sealed class PilotVersionsTests
{
    [Theory]
    [InlineData("", "v9", null, null)]
    [InlineData("CheckVersion = False", null, null, null)]
    [InlineData("Version = v8r0p3, 9.0.0a1", "8.0.3", null, null)]
    [InlineData("Version = v8r0p3, 9.0.0a1", "v9r0-pre1", null, null)]
    [InlineData("Version = anything", "anything", null, null)]
    [InlineData("Version = v8r0p3", "8.0.4", null, "Pilot version does not match the production version: 8.0.4 not in ( v8r0p3 )")]
    [InlineData("", null, null, "Version check requested and not provided by Pilot")]
    [InlineData("Project = LHCb", "v9", "LHCb", null)]
    [InlineData("Project = LHCb", "v9", null, "Version check requested but expected project LHCb not received")]
    [InlineData("Project = LHCb", "v9", "Belle", "Version check requested but expected project LHCb != received Belle")]
    public void Refusal_OfAPilot_IsDiracs(string options, string? version, string? project, string? expected)
    {
        var operations = Cfg.Parse($"Pilot\n{{\n{options}\n}}\n");
        Assert.True(PilotResource.TryRead(
            LegacyClient.Dict(("DIRACVersion", version is null ? WireValue.Null : version), ("ReleaseProject", project is null ? WireValue.Null : project)), out var pilot));

        Assert.Equal(expected, PilotVersions.Refusal(operations, pilot));
    }
}
