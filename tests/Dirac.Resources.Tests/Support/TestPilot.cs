using Dirac.Resources.Computing;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Support;

/// <summary>Orders of pilots that are shell scripts.</summary>
internal static class TestPilot
{
    /// <summary>An order of so many pilots, each of which runs a script.</summary>
    public static async Task<PilotOrder> OrderAsync(TempFolder folder, string script, int count = 1)
    {
        var path = folder.File("pilot");
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n", TestContext.Current.CancellationToken);
        return new PilotOrder { Program = await PilotFile.ReadAsync(path, TestContext.Current.CancellationToken), Pilots = [.. Enumerable.Range(0, count).Select(_ => New())], Arguments = [] };
    }

    public static PilotLaunch New()
    {
        var stamp = Guid.NewGuid().ToString("N");
        return new PilotLaunch(stamp, $"secret of {stamp}");
    }

    /// <summary>Waits until a pilot is seen as it shall be.</summary>
    public static Task<PilotSighting> SeeAsync(this IComputingElement element, PilotHandle pilot, Func<PilotSighting, bool> isRight) => Eventually.SeeAsync(
        async () => (await element.GetStatusAsync([pilot], TestContext.Current.CancellationToken))[pilot.Stamp], isRight, pilot.Reference);
}
