namespace Dirac.Workload.Pilots.BlackHoles;

/// <summary>Message: an attempt of this pilot failed at once.</summary>
/// <param name="Stamp">The pilot.</param>
/// <param name="Vo">Its VO.</param>
/// <param name="Site">Its site.</param>
/// <param name="Host">Its node; empty when it is not known.</param>
internal sealed record PilotSuspected(string Stamp, string Vo, string Site, string Host)
{
    /// <summary>One look for each pilot is enough, however many of its attempts have failed meanwhile.</summary>
    public string Key => $"{Vo}|{Stamp}";
}
