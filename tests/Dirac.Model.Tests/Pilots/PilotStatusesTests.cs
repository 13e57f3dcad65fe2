using Dirac.Model.Pilots;

namespace Dirac.Model.Tests.Pilots;

public sealed class PilotStatusesTests
{
    [Fact]
    public void Sets_EveryStatus_IsTransientOrFinal()
    {
        Assert.Equal(Enum.GetValues<PilotStatus>().Order(), PilotStatuses.Transient.Concat(PilotStatuses.Final).Order());
        Assert.Equal(PilotStatuses.Final.Order(), Enum.GetValues<PilotStatus>().Where(PilotStatuses.IsFinal).Order());
        Assert.Subset(PilotStatuses.Transient.ToHashSet(), PilotStatuses.Waiting.ToHashSet());
    }

    [Fact]
    public void TryParse_Names_AreExact()
    {
        Assert.True(PilotStatuses.TryParse("Aborted", out var status));
        Assert.Equal(PilotStatus.Aborted, status);
        Assert.True(PilotStatuses.TryParse("Scheduled", out status));
        Assert.Equal(PilotStatus.Waiting, status);
        Assert.False(PilotStatuses.TryParse("aborted", out _));
        Assert.False(PilotStatuses.TryParse(null, out _));
    }
}
