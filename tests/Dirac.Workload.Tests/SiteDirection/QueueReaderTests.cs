using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Workload.Resources;
using Dirac.Workload.SiteDirection;

namespace Dirac.Workload.Tests.SiteDirection;

public sealed class QueueReaderTests
{
    [Theory]
    [InlineData("SSH", "SLURM", null, false, "Relay")]
    [InlineData("SSH", "SLURM", null, true, "Direct")]
    [InlineData("SSH", "Host", null, false, "Gate")]
    [InlineData("SSH", "SLURM", "Files", false, "Files")]
    [InlineData("SSH", "SLURM", "files", true, "Files")]
    [InlineData("Local", "SLURM", null, false, "Direct")]
    [InlineData("Local", "SLURM", "Files", false, "Files")]
    [InlineData("Local", "SLURM", "Relay", false, "Direct")]
    public void Reach_Configured_IsUnderstood(string type, string batch, string? reach, bool isReachable, string expected) =>
        Assert.Equal(expected, Read(type, batch, reach, isReachable).Reach.ToString());

    [Theory]
    [InlineData("Carrier pigeon")]
    [InlineData("7")]
    public void Reach_Unknown_IsRefusedAndSaysWhatThereIs(string reach) =>
        Assert.Contains("Direct, Gate, Relay or Files", Assert.Throws<DiracException>(() => Read("SSH", "SLURM", reach, false)).Message, StringComparison.Ordinal);

    private static DirectedQueue Read(string type, string batch, string? reach, bool isReachable)
    {
        var section = CfgSection.Empty.With("/CEType", type).With("/BatchSystem", batch);
        if (reach is not null) section = section.With("/Reach", reach);
        return QueueReader.Read(new ConfiguredQueue("DIRAC.A.org", "ce", "q", [section]), ["demo"], isReachable)!;
    }
}
